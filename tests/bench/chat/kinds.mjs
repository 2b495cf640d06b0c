/** How each of the two servers is spoken to: what a client sends, and what it reads. */

const nowMs = () => performance.timeOrigin + performance.now();

/**
 * @typedef {object} Kind
 * @property {string} path
 * @property {number} framesToJoin that have come when a client is in its room
 * @property {(room: string, user: string) => string} join
 * @property {(call: number, words: string) => string} text
 * @property {(call: number) => string} gift
 * @property {string} like
 * @property {((call: number) => string) | null} order
 * @property {(text: string) => { items: any[], likes: number, shed: number, rejected: boolean }} read one frame
 */

const nothing = { items: [], likes: 0, shed: 0, rejected: false };
const filler = '这个直播真好看，主播加油！ Nice show, greetings from the sofa. ';

/** Words with the time they were written at in them; about as long as what people write. */
export const words = () => `${filler}@${nowMs().toFixed(1)}`;
/** @returns {number | null} how long ago, ms */
export const ageOf = (/** @type {string} */ text) => {
  const at = text.lastIndexOf('@');
  return at < 0 ? null : nowMs() - Number(text.slice(at + 1));
};

/** @type {Kind} */
const ours = {
  path: '/chat',
  framesToJoin: 1,
  join: (roomId, user) => JSON.stringify({ op: 'join', call: 0, roomId, token: `user:${user}` }),
  text: (call, text) =>
    JSON.stringify({ op: 'send', call, clientId: `c${call}`, message: { kind: 'text', text } }),
  gift: (call) =>
    JSON.stringify({
      ...{ op: 'send', call, clientId: `c${call}` },
      message: { kind: 'gift', giftId: 'rose', count: 1, comboId: `g${call}` },
    }),
  like: '{"op":"like","count":1}',
  order: (call) => JSON.stringify({ op: 'order', call, order: { order: 'muteAll', on: false } }),
  read(text) {
    const frame = JSON.parse(text);
    if (frame.op === 'answer') return { ...nothing, rejected: frame.error !== undefined };
    if (frame.op !== 'batch') return nothing;
    const { items, pulse, shed = 0 } = frame;
    return { items, likes: pulse?.likes.added ?? 0, shed, rejected: false };
  },
};

/** @type {Kind} */
const peer = {
  path: '/socket.io/?EIO=4&transport=websocket',
  framesToJoin: 2,
  join: (room, user) => `40${JSON.stringify({ room, user })}`,
  text: (_, text) => `42${JSON.stringify(['chat', { kind: 'text', text }])}`,
  gift: () => `42${JSON.stringify(['chat', { kind: 'gift', giftId: 'rose', count: 1 }])}`,
  like: '42["chat",{"kind":"like"}]',
  order: null,
  read(text) {
    if (!text.startsWith('42')) return nothing;
    const [, item] = JSON.parse(text.slice(2));
    return item.kind === 'like' ? { ...nothing, likes: 1 } : { ...nothing, items: [item] };
  },
};

export const KINDS = { ours, peer };
