export { Destinations } from './Destinations.tsx';
export { ShareSwitch } from './ShareSwitch.tsx';
