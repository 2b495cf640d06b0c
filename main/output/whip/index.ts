export { WhipPublisher, type WhipPublisherOptions } from './publisher.ts';
