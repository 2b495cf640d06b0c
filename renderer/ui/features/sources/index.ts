export { kindIcons } from './kindIcons.ts';
export { Properties } from './Properties.tsx';
export { Sources } from './Sources.tsx';
