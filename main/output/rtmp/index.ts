export { RtmpPublisher, type RtmpPublisherOptions } from './publisher.ts';
export { parseRtmpUrl, type RtmpTarget } from './url.ts';
