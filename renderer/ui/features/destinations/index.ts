export { Destinations } from './Destinations.tsx';
