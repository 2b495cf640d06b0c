export { PreflightButton } from './PreflightButton.tsx';
export { PreflightDialog } from './PreflightDialog.tsx';
