import fc from 'fast-check';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { chatWindowContract } from '../../../common/ipc/chatWindow.ts';
import { type Channel, contract } from '../../../common/ipc/contract.ts';
import { sdkContract } from '../../../common/ipc/sdkWindow.ts';
import { ok } from '../../../common/result.ts';
import { commandSchema } from '../../../common/show/commands.ts';
import { defaultShow } from '../../../common/show/defaults.ts';
import { showSchema } from '../../../common/show/schema.ts';
import { showOfState, stateOfShow } from '../../../common/show/slices.ts';
import { isOurs, openChatDoor, openDoor, openSdkDoor } from '../../../main/ipc/door.ts';
import { stageEventSchema } from '../../../main/ipc/stageEvents.ts';
import { StudioStore } from '../../../main/state/store.ts';
import { freshState } from '../../support/session.ts';

type Answer = { ok: boolean; error?: { code: string; message: string } };
type Listener = (event: unknown, input: unknown) => Promise<Answer>;

const listeners = vi.hoisted(() => new Map<string, unknown>());
vi.mock('electron', () => ({
  ipcMain: { handle: (channel: string, listener: unknown) => listeners.set(channel, listener) },
}));

const frame = (url: string, parent: unknown = null) => ({ url, parent }) as never;

/** Names that every object has. */
const reserved = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf'];

const edit = (command: unknown) => ({ commands: [command] });
const rename = { type: 'meta/showRenamed', payload: { name: 'x' } };

describe('who may speak', () => {
  test('the main frame of the page that is meant', () => {
    expect(isOurs(frame('app://ui/'), 'ui')).toBe(true);
    expect(isOurs(frame('app://ui/index.html?x#y'), 'ui')).toBe(true);
    expect(isOurs(frame('app://stage/'), 'stage')).toBe(true);
  });

  test.each([
    ['another page of ours', frame('app://stage/')],
    ['a frame inside', frame('app://ui/', frame('app://ui/'))],
    ['a blank frame', frame('about:blank')],
    ['a longer host', frame('app://ui.evil/')],
    ['a port', frame('app://ui:1/')],
    ['the web', frame('https://ui/')],
    ['a file', frame('file:///ui')],
    ['data', frame('data:text/html,app://ui/')],
    ['no URL', frame('')],
    ['a frame that is gone', null],
    ['nothing', undefined],
  ])('not %s', (_name, sender) => expect(isOurs(sender, 'ui')).toBe(false));
});

describe('what may be said', () => {
  const calls: [string, unknown][] = [];
  const say = (channel: Channel, input: unknown, from: unknown = frame('app://ui/')) =>
    (listeners.get(channel) as Listener)({ senderFrame: from }, input);

  beforeAll(() => {
    const handlers = Object.fromEntries(
      Object.keys(contract).map((channel) => [
        channel,
        (input: unknown) => {
          calls.push([channel, input]);
          return ok(null);
        },
      ]),
    );
    openDoor(handlers as never);
  });

  test('every channel of the contract is behind the door, and only those', () => {
    expect([...listeners.keys()].sort()).toEqual(Object.keys(contract).sort());
  });

  test('a stranger is refused on every channel before its input is looked at', async () => {
    calls.length = 0;
    for (const channel of Object.keys(contract) as Channel[]) {
      const answer = await say(channel, undefined, frame('https://evil.example/'));
      expect(answer).toMatchObject({ ok: false, error: { code: 'INPUT_INVALID' } });
    }
    expect(calls).toEqual([]);
  });

  const wrong: readonly (readonly [Channel, unknown])[] = [
    ['state:snapshot', {}],
    ['show:edit', undefined],
    ['show:edit', { commands: [] }],
    ['show:edit', edit({ type: 'canvases/sceneTaken', payload: { canvasId: 'a', sceneId: 'b' } })],
    ['show:edit', edit({ type: 'scenes/itemMoved', payload: { sceneId: 'a', itemId: 'b' } })],
    ['show:edit', edit({ type: 'meta/showRenamed', payload: { name: 'x'.repeat(201) } })],
    ['show:edit', { ...edit(rename), label: '__proto__.x' }],
    ['show:edit', { commands: Array(1001).fill(rename) }],
    ['files:pick', { purpose: 'program', multiple: false }],
    ['collections:open', { id: '../x' }],
    ['collections:restore', { id: 'a', copy: 'x'.repeat(201) }],
    ['programme:tbar', { position: 1.1 }],
    ['programme:take', { transition: { kind: 'explode' } }],
    ['live:start', { to: 'rtmp://evil.example/live/x' }],
    ['destination:setKey', { destinationId: 'd', key: 'x'.repeat(2049) }],
    ['destination:setKey', { destinationId: 'server:publish', key: 'x' }],
    ['destination:retryNow', { destinationId: '' }],
    ['server:share', { shared: 'yes' }],
    ['settings:setLocale', { locale: '../../x' }],
    ['notice:dismiss', null],
    ...[
      { x: Number.NaN, y: 0, width: 1, height: 1 },
      { x: 0, y: 0, width: 1e300, height: 1 },
      { x: 0, y: 0, width: -1, height: 1 },
    ].map((place) => ['view:picturesPlaced', { programme: place, preview: null }] as const),
  ];
  test.each(wrong)('%s refuses %j', async (channel, input) => {
    calls.length = 0;
    const answer = await say(channel, input);
    expect(answer).toMatchObject({ ok: false, error: { code: 'INPUT_INVALID' } });
    expect(calls).toEqual([]);
  });

  test.each(reserved)('%s names nothing', async (id) => {
    for (const [channel, input] of [
      [
        'show:edit',
        edit({ type: 'mixer/stripChanged', payload: { stripId: id, change: { gainDb: 3 } } }),
      ],
      ['show:edit', edit({ type: 'sources/sourceRenamed', payload: { sourceId: id, name: 'x' } })],
      ['collections:open', { id }],
      ['destination:setKey', { destinationId: id, key: 'k' }],
    ] as const)
      expect(await say(channel, input)).toMatchObject({ ok: false });
  });

  test('a refused key is not in the answer', async () => {
    const answer = await say('destination:setKey', { destinationId: '', key: 'hunter2' });
    expect(answer.ok).toBe(false);
    expect(JSON.stringify(answer)).not.toContain('hunter2');
  });

  test('whatever is said, the answer is a result and the objects of the language are whole', async () => {
    const channels = fc.constantFrom(...(Object.keys(contract) as Channel[]));
    const anything = fc.anything({ withNullPrototype: true, withTypedArray: true, maxDepth: 3 });
    await fc.assert(
      fc.asyncProperty(channels, anything, async (channel, input) => {
        const answer = await say(channel, input);
        if (!answer.ok) expect(answer.error?.code).toBe('INPUT_INVALID');
      }),
      { numRuns: 500, interruptAfterTimeLimit: 5000 },
    );
    expect(Object.keys(Object.prototype)).toEqual([]);
  });
});

test('commands that pass the door change the document and nothing else', () => {
  const names = { show: 'a', scene: 'b' };
  const show = defaultShow(new Proxy(names, { get: (_names, key) => String(key) }) as never);
  const ids = fc.constantFrom(
    ...reserved,
    ...Object.keys(show.sources),
    ...Object.keys(show.mixer.strips),
    ...show.scenes.map(({ id }) => id),
    ...show.destinations.map(({ id }) => id),
  );
  const types = commandSchema.options.map((it) => it.shape.type.value);
  // Fields of anything, with what nobody should give them.
  const change = fc.dictionary(
    fc.constantFrom(
      ...reserved,
      'name',
      'deviceId',
      'text',
      'gainDb',
      'muted',
      'filters',
      'opacity',
    ),
    fc.oneof(fc.anything({ maxDepth: 2 }), fc.string({ maxLength: 20 }), fc.boolean()),
    { noNullPrototype: true },
  );
  const payload = fc.record({
    stripId: ids,
    sourceId: ids,
    sceneId: ids,
    itemId: ids,
    itemIds: fc.array(ids, { minLength: 1, maxLength: 3 }),
    canvasId: ids,
    destinationId: ids,
    groupId: ids,
    name: fc.string({ minLength: 1, maxLength: 20 }),
    server: fc.string({ maxLength: 20 }),
    videoKbps: fc.integer({ min: 0, max: 60_000 }),
    index: fc.integer({ min: -1, max: 300 }),
    change,
    changes: fc.array(fc.record({ itemId: ids, change }), { minLength: 1, maxLength: 3 }),
    on: fc.boolean(),
    enabled: fc.boolean(),
  });
  const store = new StudioStore({ ...freshState(), show: stateOfShow(show) });
  fc.assert(
    fc.property(fc.constantFrom(...types), payload, (type, it) => {
      const parsed = contract['show:edit'].input.safeParse(edit({ type, payload: it }));
      if (parsed.success) store.edit(parsed.data);
      // Whatever was done, it can be read again.
      const saved = showSchema.safeParse(showOfState(store.state.show));
      expect(saved.error?.issues ?? []).toEqual([]);
    }),
    { numRuns: 500, interruptAfterTimeLimit: 5000 },
  );
  while (store.state.session.history.undo) expect(store.undo().ok).toBe(true);
  expect(Object.keys(Object.prototype)).toEqual([]);
  expect(Object.keys(Object)).toEqual([]);
});

/** A door of one page: what is behind it, and what somebody at `url` in the window `id` hears there. */
function doorOf(behind: object, page: string, pageId: number) {
  const calls: string[] = [];
  const channels = Object.keys(behind);
  const handler = (channel: string) => () => {
    calls.push(channel);
    return ok(null);
  };
  const say = (channel: string, input: unknown, url = page, id = pageId) =>
    (listeners.get(channel) as Listener)({ senderFrame: frame(url), sender: { id } }, input);
  return {
    calls,
    channels,
    handlers: Object.fromEntries(channels.map((channel) => [channel, handler(channel)])),
    say,
    async expectRefused(url: string, id: number) {
      for (const channel of channels)
        expect(await say(channel, undefined, url, id)).toMatchObject({
          ok: false,
          error: { code: 'INPUT_INVALID' },
        });
    },
  };
}

describe("the chat's own window", () => {
  const { calls, channels, handlers, say, expectRefused } = doorOf(
    chatWindowContract,
    'app://chat/',
    7,
  );
  beforeAll(() => openChatDoor((senderId) => senderId === 7, handlers as never));

  test('has channels of its own, and is behind none of the others', async () => {
    expect(channels.filter((channel) => channel in contract)).toEqual([]);
    expect(await say('chatWindow:through', { on: true })).toEqual(ok(null));
    expect(calls).toEqual(['chatWindow:through']);
    for (const channel of Object.keys(contract) as Channel[])
      expect(await say(channel, undefined)).toMatchObject({ ok: false });
  });

  test.each([
    ['the studio', 'app://ui/', 7],
    ['the stage', 'app://stage/', 7],
    ['a page of the same name in another window', 'app://chat/', 8],
    ['the web', 'https://chat/', 7],
  ])('%s does not speak for it', async (_name, url, id) => {
    calls.length = 0;
    await expectRefused(url, id);
    expect(calls).toEqual([]);
  });

  test.each([
    ['chatWindow:look', { opacity: 1.1, fontSizePx: 15 }],
    ['chatWindow:look', { opacity: 0.5, fontSizePx: 1e9 }],
    ['chatWindow:look', null],
    ['chatWindow:through', { on: 'yes' }],
    ['chatWindow:overBar', {}],
    ['chatWindow:load', { all: true }],
  ])('%s refuses %j', async (channel, input) => {
    expect(await say(channel, input)).toMatchObject({ ok: false });
  });
});

describe('what the stage may say', () => {
  test.each([
    { type: 'loaded' },
    { type: 'started', compositor: 'planar' },
    { type: 'devices', cameras: [{ id: 'a', label: '' }], microphones: [], speakers: [] },
    { type: 'taken', sceneId: 'scene-1', frame: 300 },
    { type: 'warning', key: 'noSound:microphone', on: true },
    { type: 'sourceProblem', sourceId: 'camera', error: null },
    { type: 'failed', error: { code: 'ENCODER_MISSING', message: 'x', detail: { afterMs: 3 } } },
  ])('%j', (event) => expect(stageEventSchema.parse(event)).toEqual(event));

  test.each([
    null,
    'loaded',
    { type: 'devices', cameras: 7, microphones: [], speakers: [] },
    {
      type: 'devices',
      cameras: Array(300).fill({ id: 'a', label: 'b' }),
      microphones: [],
      speakers: [],
    },
    { type: 'taken', sceneId: 'scene-1', frame: -1 },
    { type: 'sourceSize', sourceId: 'a', width: 1e9, height: 1 },
    { type: 'warning', key: 'boredom:microphone', on: true },
    { type: 'sourceProblem', sourceId: '__proto__', error: null },
    { type: 'sourceProblem', sourceId: 'a', error: { code: 'NONE', message: '' } },
    { type: 'failed', error: { code: 'INTERNAL', message: 'x'.repeat(10_000) } },
    { type: 'figures', requestId: 1, figures: { fps: 'many' } },
  ])('not %j', (event) => expect(stageEventSchema.safeParse(event).success).toBe(false));
});

describe("the page with Tencent's chat", () => {
  const { calls, channels, handlers, say, expectRefused } = doorOf(sdkContract, 'app://sdk/', 9);
  beforeAll(() => openSdkDoor((senderId) => senderId === 9, handlers as never));

  test('has channels of its own, and is behind none of the others', async () => {
    const others = [...Object.keys(contract), ...Object.keys(chatWindowContract)];
    expect(channels.filter((channel) => others.includes(channel))).toEqual([]);
    expect(await say('sdk:login', undefined)).toEqual(ok(null));
    expect(calls).toEqual(['sdk:login']);
    for (const channel of others)
      expect(await say(channel, undefined)).toMatchObject({ ok: false });
  });

  test.each([
    ['the studio', 'app://ui/', 9],
    ["the chat's own window", 'app://chat/', 9],
    ['a page of the same name that is not the one', 'app://sdk/', 8],
    ['the web', 'https://sdk/', 9],
  ])('%s gets no UserSig in its name', async (_name, url, id) => {
    calls.length = 0;
    await expectRefused(url, id);
    expect(calls).toEqual([]);
  });

  test.each([
    ['sdk:event', { type: 'batch', batch: { items: [{ kind: 'text' }], pulse: null } }],
    ['sdk:event', { type: 'connection', connection: { state: 'ended', why: 'because' } }],
    ['sdk:event', null],
    ['sdk:answer', { call: -1, result: { ok: true, value: 1 } }],
    ['sdk:answer', { call: 1, result: { ok: false, error: { code: 'NO_SUCH', message: '' } } }],
    ['sdk:load', { all: true }],
  ])('%s refuses %j', async (channel, input) => {
    expect(await say(channel, input)).toMatchObject({ ok: false });
  });
});
