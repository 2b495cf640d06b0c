export { WhipPublisher } from './publisher.ts';
