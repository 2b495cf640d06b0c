import type { TencentSettings } from '../../../common/live/session.ts';

/** Whether the room service is another than the embedded server's. */
export const isElsewhere = (tencent: TencentSettings | null): tencent is TencentSettings =>
  tencent !== null && tencent.roomServiceUrl !== '';
