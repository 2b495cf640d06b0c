export { CollectionMenu } from './CollectionMenu.tsx';
export { CollectionsDialog } from './CollectionsDialog.tsx';
