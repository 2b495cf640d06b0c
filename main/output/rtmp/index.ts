export { RtmpPublisher, type RtmpPublisherOptions } from './publisher.ts';
