export { HotkeysDialog } from './HotkeysDialog.tsx';
