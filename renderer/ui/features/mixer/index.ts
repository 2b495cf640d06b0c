export { Mixer } from './Mixer.tsx';
