export { cureKeys, type Finding, foundKeys, green, notGreen } from './findings.ts';
export { Preflight, type PreflightOptions } from './preflight.ts';
