import type { SlateLocale } from '../slate.ts';

/** What is written into the picture of a seat. */
export const guestWords: Record<
  SlateLocale,
  { readonly waiting: string; readonly opponent: string; readonly lost: string }
> = {
  'zh-CN': { waiting: '等待嘉宾', opponent: '等待 PK 对手', lost: '信号中断，正在恢复…' },
  en: {
    waiting: 'Waiting for a guest',
    opponent: 'Waiting for an opponent',
    lost: 'Reconnecting…',
  },
};
