export { questionPlace } from './model/questionPlace.ts';
export { standInOf } from './model/standIn.ts';
export { Properties } from './Properties.tsx';
export { Sources } from './Sources.tsx';
