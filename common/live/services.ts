/** Where anchors send their programme, with what each service takes. Sources stand beside each figure in docs/services.md. */
export const serviceIds = [
  'custom',
  'tencent',
  'bilibili',
  'douyin',
  'kuaishou',
  'huya',
  'youtube',
  'twitch',
] as const;
export type ServiceId = (typeof serviceIds)[number];
