export { Collections } from './collections.ts';
export { EXTENSION } from './exchange.ts';
export { openCollections } from './firstStart.ts';
export { collectionsOf } from './ofStudio.ts';
export type { Shelf } from './shelf.ts';
