import type { Source } from '../../../../../common/show/sources.ts';

/** Under `sources.standIn.`: what viewers see or hear in place of a source that has a problem. */
export const standInOf = (source: Source): Source['kind'] | 'cameraGone' =>
  source.kind === 'camera' && source.deviceId !== 'default' ? 'cameraGone' : source.kind;
