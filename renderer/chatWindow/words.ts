import type { Role } from '../../common/chat/message.ts';

type Locale = 'zh-CN' | 'en';

const words = {
  'zh-CN': {
    title: '聊天',
    close: '关闭聊天窗口',
    look: '外观',
    through: '鼠标穿透',
    throughOn: '鼠标可以点到后面，移到这条栏上再点一次就恢复。',
    opacity: '背景深浅',
    size: '字号',
    hidden: '录屏和截屏拍不到这个窗口，观众看不见。',
    seen: 'Linux 没有办法让录屏避开这个窗口：抓取整个屏幕时观众会看见它。请把它放到另一块屏幕上。',
    empty: '还没有人说话。',
    newest: (count: number) => `${count} 条新消息`,
    sent: '送出',
    combo: '连击',
    pinned: '置顶',
    colon: '：',
    roles: { owner: '主播', admin: '管理', anchor: '连麦', guest: '嘉宾', viewer: '' },
    question: '提问',
  },
  en: {
    title: 'Chat',
    close: 'Close the chat window',
    look: 'Look',
    through: 'Click through',
    throughOn: 'Clicks reach what is behind. Move onto this bar and click again to end that.',
    opacity: 'Background',
    size: 'Text size',
    hidden: 'Recordings and screenshots leave this window out: viewers do not see it.',
    seen: 'Linux has no way to leave a window out of captures: when you share this whole screen, viewers see it. Put it on another screen.',
    empty: 'Nobody has said anything yet.',
    newest: (count: number) => (count === 1 ? '1 new message' : `${count} new messages`),
    sent: 'sent',
    combo: 'combo',
    pinned: 'Pinned',
    colon: ': ',
    roles: { owner: 'Host', admin: 'Mod', anchor: 'Co-host', guest: 'Guest', viewer: '' },
    question: 'Question',
  },
} as const satisfies Record<Locale, unknown>;

export type Words = {
  readonly [K in keyof (typeof words)['en']]: K extends 'newest'
    ? (count: number) => string
    : K extends 'roles'
      ? Readonly<Record<Role, string>>
      : string;
};

export const wordsFor = (locale: Locale): Words => words[locale];
