export { Sources } from './Sources.tsx';
