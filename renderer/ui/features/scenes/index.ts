export { Scenes } from './Scenes.tsx';
