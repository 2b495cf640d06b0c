export { flvTimes, mediaBody, sequenceHeaderBody } from './body.ts';
export { flvHeader, flvTag, tagType } from './file.ts';
export { metadataOf, scriptBody } from './metadata.ts';
