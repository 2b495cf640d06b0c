/** A document of any age, as it was read. Nothing about it is known yet. */
type Loose = Record<string, unknown>;

const isRecord = (value: unknown): value is Loose =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const listOf = (value: unknown): Loose[] => (Array.isArray(value) ? value.filter(isRecord) : []);

/** Brings a document from one version to the next. What is not as that version has it is left to the schema to refuse. */
const steps: Record<number, (show: Loose) => Loose> = {
  /** A title was one line of text; items were upright and whole; the mixer had faders and mutes only. */
  1: (show) => ({
    ...show,
    version: 2,
    canvases: listOf(show.canvases).map((canvas) => ({
      ...canvas,
      previewSceneId: canvas.programSceneId,
      studioMode: false,
    })),
    scenes: listOf(show.scenes).map((scene) => ({
      ...scene,
      size: null,
      group: false,
      transition: null,
      items: listOf(scene.items).map((item) => ({
        fit: 'stretch',
        crop: { left: 0, top: 0, right: 0, bottom: 0 },
        rotationDegrees: 0,
        flipX: false,
        flipY: false,
        blend: 'normal',
        ...item,
      })),
    })),
    sources: Object.fromEntries(
      Object.entries(isRecord(show.sources) ? show.sources : {}).map(([id, source]) => [
        id,
        isRecord(source) ? sourceOfVersion1(source) : source,
      ]),
    ),
    mixer: {
      strips: Object.fromEntries(
        Object.entries(isRecord(show.mixer) ? show.mixer : {}).map(([id, strip]) => [
          id,
          isRecord(strip) ? { ...STRIP, ...strip } : strip,
        ]),
      ),
      groups: [],
      monitor: { deviceId: null, gainDb: 0 },
      limiterDb: -1,
    },
    transitions: { chosen: { kind: 'cut' }, quick: [] },
    hotkeys: [],
    silencedWarnings: [],
    encoding: isRecord(show.encoding) ? { ...show.encoding, recordedTracks: [1] } : show.encoding,
  }),
  /** A destination was this machine's server or an RTMP URL. */
  2: (show) => ({
    ...show,
    version: 3,
    destinations: listOf(show.destinations).map((destination) => ({
      service: 'custom',
      canvasId: listOf(show.canvases)[0]?.id,
      backupServer: '',
      codec: 'h264',
      adaptive: true,
      pgc: null,
      ...destination,
    })),
  }),
};

const STRIP = {
  solo: false,
  pan: 0,
  delayMs: 0,
  mono: false,
  monitor: 'off',
  tracks: [1],
  chain: [],
  groupId: null,
  ducking: null,
};

function sourceOfVersion1(source: Loose): Loose {
  switch (source.kind) {
    case 'camera':
      return { size: null, fps: null, mirrored: false, filters: [], ...source };
    case 'image':
    case 'testPicture':
      return { filters: [], ...source };
    case 'title':
      return {
        filters: [],
        content: 'text',
        path: '',
        clock: { format: 'HH:mm:ss', targetMs: null, standingSeconds: 300, endText: '' },
        fontFamily: '',
        bold: true,
        italic: false,
        outline: { colour: '#000000', widthPx: 0 },
        shadow: { colour: '#00000080', xPx: 0, yPx: 0, blurPx: 0 },
        align: 'left',
        verticalAlign: 'middle',
        wrap: false,
        scroll: { xPxPerSecond: 0, yPxPerSecond: 0 },
        ...source,
        kind: 'text',
      };
    default:
      return source;
  }
}

/** Brings data that claims to be an older show up to the newest version; data of another kind is given back as it is. */
export function migrate(data: unknown): unknown {
  let show = data;
  while (isRecord(show) && typeof show.version === 'number' && steps[show.version]) {
    const step = steps[show.version] as (show: Loose) => Loose;
    show = step(show);
  }
  return show;
}
