export { MissingFilesDialog } from './MissingFilesDialog.tsx';
