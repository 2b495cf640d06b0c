export { SummaryDialog } from './SummaryDialog.tsx';
