export { Properties } from './Properties.tsx';
export { Sources } from './Sources.tsx';
