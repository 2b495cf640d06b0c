export { FilterChain } from './chain.ts';
