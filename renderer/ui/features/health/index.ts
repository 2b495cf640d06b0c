export { DrillButton, HealthButton, LogButton } from './buttons.tsx';
export { niceTop } from './chart/series.ts';
export { DeliveryLine } from './DeliveryLine.tsx';
export { DrillDialog } from './DrillDialog.tsx';
export { HealthDialog } from './HealthDialog.tsx';
