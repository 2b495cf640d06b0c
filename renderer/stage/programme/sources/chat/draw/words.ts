import type { Role } from '../../../../../../common/chat/message.ts';

export type Locale = 'zh-CN' | 'en';

/** What the chat writes into the picture itself. */
export type Words = {
  readonly roles: Readonly<Record<Exclude<Role, 'viewer'>, string>>;
  /** Between a name and what is said. */
  readonly colon: string;
  readonly sent: string;
  readonly combo: string;
  readonly pinned: string;
  readonly question: string;
  /** A short mark before a question in the list. */
  readonly asks: string;
  count(number: number): string;
};

/** With at most one decimal, and none where it would be 0. */
const short = (value: number): string =>
  value < 100 ? String(Math.floor(value * 10) / 10) : String(Math.floor(value));

const WORDS: Record<Locale, Words> = {
  'zh-CN': {
    roles: { owner: '主播', admin: '管理', anchor: '连麦', guest: '嘉宾' },
    colon: '：',
    sent: ' 送出 ',
    combo: '连击',
    pinned: '置顶',
    question: '提问',
    asks: '问',
    count: (number) =>
      number < 10_000
        ? String(number)
        : number < 1e8
          ? `${short(number / 10_000)}万`
          : `${short(number / 1e8)}亿`,
  },
  en: {
    roles: { owner: 'Host', admin: 'Mod', anchor: 'On air', guest: 'Guest' },
    colon: ': ',
    sent: ' sent ',
    combo: 'combo',
    pinned: 'Pinned',
    question: 'Question',
    asks: 'Q',
    count: (number) =>
      number < 10_000
        ? String(number)
        : number < 1e6
          ? `${short(number / 1000)}K`
          : `${short(number / 1e6)}M`,
  },
};

export const wordsFor = (locale: Locale): Words => WORDS[locale];
