export { CoverPicture } from './CoverPicture.tsx';
export { RoomsDialog } from './RoomsDialog.tsx';
