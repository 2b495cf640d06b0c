export { flvTimes, mediaBody, sequenceEndBody, sequenceHeaderBody } from './body.ts';
export { flvHeader, flvTag, tagType } from './file.ts';
export { videoCodecOf } from './fourCc.ts';
export { metadataOf, scriptBody } from './metadata.ts';
