export { SilencedWarnings } from './SilencedWarnings.tsx';
export { StripWarning } from './StripWarning.tsx';
export { useActiveWarnings } from './useActiveWarnings.ts';
export { Warnings } from './Warnings.tsx';
