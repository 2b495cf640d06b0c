export { ChatPanel } from './ChatPanel.tsx';
export { Initials } from './person/Initials.tsx';
export { ModerationProvider } from './person/moderation.tsx';
export { PersonMenuItems } from './person/PersonMenu.tsx';
export { RoleBadge } from './person/RoleBadge.tsx';
