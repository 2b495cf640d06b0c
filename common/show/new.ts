import type { Filter, FilterKind } from './filters.ts';
import type { Effect, EffectKind } from './mixer.ts';
import type { Item, Scene } from './scenes.ts';
import type { Destination } from './schema.ts';
import type { SourceKind, SourceOf } from './sources.ts';
import type { Transition, TransitionKind } from './transitions.ts';

/** How things are when they are new, so that every view and the ready-made show agree. */

type Size = { readonly width: number; readonly height: number };

export const newScene = (id: string, name: string, items: Item[] = []): Scene => ({
  id,
  name,
  items,
  size: null,
  group: false,
  transition: null,
});

/** An item over the whole canvas, or in `rect`. */
export const newItem = (
  id: string,
  sourceId: string,
  rect: Item['rect'],
  fit: Item['fit'] = 'contain',
): Item => ({
  id,
  sourceId,
  rect,
  fit,
  crop: { left: 0, top: 0, right: 0, bottom: 0 },
  rotationDegrees: 0,
  flipX: false,
  flipY: false,
  visible: true,
  locked: false,
  opacity: 1,
  blend: 'normal',
});

/** A destination that is switched on and that nothing is known of yet. */
export const newDestination = (
  id: string,
  kind: Destination['kind'],
  name: string,
  canvasId: string,
): Destination => ({
  id,
  name,
  kind,
  service: 'custom',
  canvasId,
  server: '',
  backupServer: '',
  codec: 'h264',
  adaptive: true,
  pgc: null,
  enabled: true,
});

const sources: { [K in SourceKind]: (canvas: Size) => Omit<SourceOf<K>, 'id' | 'name' | 'kind'> } =
  {
    camera: () => ({ filters: [], deviceId: 'default', size: null, fps: null, mirrored: false }),
    screen: () => ({
      filters: [],
      target: 'screen',
      captureId: 'default',
      title: '',
      region: null,
      cursor: true,
      systemAudio: false,
    }),
    image: () => ({ filters: [], path: 'builtin:logo' }),
    slideshow: () => ({
      filters: [],
      paths: [],
      intervalSeconds: 5,
      fadeMs: 500,
      order: 'list',
      loop: true,
    }),
    media: () => ({
      filters: [],
      paths: [],
      loop: 'off',
      inSeconds: 0,
      outSeconds: null,
      speed: 1,
      hardwareDecoding: true,
      whenShown: 'restart',
      atEnd: 'hide',
    }),
    text: ({ height }) => ({
      filters: [],
      content: 'text',
      text: '',
      path: '',
      clock: { format: 'HH:mm:ss', targetMs: null, standingSeconds: 300, endText: '' },
      fontFamily: '',
      fontSizePx: Math.round(height / 18),
      bold: true,
      italic: false,
      colour: '#ffffff',
      background: '#0c0e12c0',
      outline: { colour: '#000000', widthPx: 0 },
      shadow: { colour: '#00000080', xPx: 0, yPx: 0, blurPx: 0 },
      align: 'left',
      verticalAlign: 'middle',
      wrap: false,
      scroll: { xPxPerSecond: 0, yPxPerSecond: 0 },
    }),
    colour: () => ({ filters: [], colour: '#1b2a4a', to: null, angleDegrees: 90 }),
    web: ({ width, height }) => ({
      filters: [],
      url: '',
      width,
      height,
      fps: 30,
      css: 'body { background: transparent; margin: 0; overflow: hidden; }',
      reloadOnShow: false,
    }),
    scene: () => ({ filters: [], sceneId: '' }),
    chat: () => ({
      filters: [],
      part: 'list',
      theme: 'clean',
      width: 480,
      height: 640,
      fontSizePx: 26,
      accent: '#6c8cffff',
      seconds: 0,
      showGifts: true,
      showAvatars: true,
    }),
    guest: () => ({ filters: [], seat: 1, nameTag: true, speakingBorder: true }),
    testPicture: () => ({ filters: [] }),
    microphone: () => ({ deviceId: 'default' }),
    tone: () => ({ frequencyHz: 1000, pattern: 'steady' }),
  };

/** A source of a kind with its usual settings; `canvas` is the size it will stand on. */
export function newSource<K extends SourceKind>(
  kind: K,
  id: string,
  name: string,
  canvas: Size,
): SourceOf<K> {
  return { kind, id, name, ...sources[kind](canvas) } as unknown as SourceOf<K>;
}

const filters: {
  [K in FilterKind]: Omit<Extract<Filter, { kind: K }>, 'id' | 'name' | 'enabled' | 'kind'>;
} = {
  colour: { brightness: 0, contrast: 1, saturation: 1, hueDegrees: 0, gamma: 1, opacity: 1 },
  lut: { path: '', amount: 1 },
  chromaKey: { colour: '#00ff00', similarity: 0.4, smoothness: 0.08, spill: 0.1 },
  colourKey: { colour: '#00ff00', similarity: 0.2, smoothness: 0.05 },
  lumaKey: { min: 0.1, minSmooth: 0.05, max: 1, maxSmooth: 0 },
  crop: { left: 0, top: 0, right: 0, bottom: 0 },
  blur: { radiusPx: 8 },
  sharpen: { amount: 0.3 },
  scroll: { xPxPerSecond: 100, yPxPerSecond: 0 },
  mask: { path: '', by: 'alpha', inverted: false },
  delay: { ms: 200 },
};

export const newFilter = (kind: FilterKind, id: string, name: string): Filter =>
  ({ kind, id, name, enabled: true, ...filters[kind] }) as Filter;

/** Plain data, so that no two things share a part. */
const copyOf = <T>(data: T): T => JSON.parse(JSON.stringify(data)) as T;

const effects: {
  [K in EffectKind]: Omit<Extract<Effect, { kind: K }>, 'id' | 'enabled' | 'kind'>;
} = {
  noiseSuppression: { method: 'rnnoise' },
  gate: { openDb: -36, closeDb: -42, attackMs: 5, holdMs: 200, releaseMs: 150 },
  compressor: { thresholdDb: -18, ratio: 3, attackMs: 6, releaseMs: 60, makeupDb: 0 },
  limiter: { ceilingDb: -3, releaseMs: 60 },
  equaliser: {
    bands: [
      { kind: 'lowCut', frequencyHz: 80, gainDb: 0, q: 0.7 },
      { kind: 'lowShelf', frequencyHz: 150, gainDb: 0, q: 0.7 },
      { kind: 'peak', frequencyHz: 1000, gainDb: 0, q: 1 },
      { kind: 'highShelf', frequencyHz: 8000, gainDb: 0, q: 0.7 },
    ],
  },
  gain: { gainDb: 0 },
};

export const newEffect = (kind: EffectKind, id: string): Effect =>
  copyOf({ kind, id, enabled: true, ...effects[kind] }) as Effect;

const transitions: { [K in TransitionKind]: Extract<Transition, { kind: K }> } = {
  cut: { kind: 'cut' },
  fade: { kind: 'fade', durationMs: 300 },
  slide: { kind: 'slide', durationMs: 500, direction: 'left' },
  wipe: { kind: 'wipe', durationMs: 500, direction: 'right', softness: 0.1 },
  lumaWipe: {
    kind: 'lumaWipe',
    durationMs: 700,
    path: 'builtin:wipe-circle',
    softness: 0.1,
    inverted: false,
  },
  stinger: { kind: 'stinger', path: '', cutMs: 500 },
};

export const newTransition = <K extends TransitionKind>(
  kind: K,
): Extract<Transition, { kind: K }> => copyOf(transitions[kind]);
