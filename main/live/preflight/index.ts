export { cureKeys, foundKeys } from './findings.ts';
export { Preflight, type PreflightOptions } from './preflight.ts';
