export { Destinations } from './Destinations.tsx';
export { PhoneTrust } from './phones/PhoneTrust.tsx';
export { ShareSwitch } from './ShareSwitch.tsx';
