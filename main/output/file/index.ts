export { FileDestination } from './fileDestination.ts';
