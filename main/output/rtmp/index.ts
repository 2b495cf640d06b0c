export { RtmpPublisher } from './publisher.ts';
export type { RtmpPublisherOptions } from './publisherOptions.ts';
