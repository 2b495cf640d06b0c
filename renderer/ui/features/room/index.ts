export { foundIn } from './found.ts';
export { RoomPanel } from './RoomPanel.tsx';
export { useAudience } from './useAudience.ts';
