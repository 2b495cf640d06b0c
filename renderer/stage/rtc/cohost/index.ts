export { Cohost } from './cohost.ts';
