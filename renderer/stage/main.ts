import type { PortMessage } from '../../common/ipc/bridge.ts';
import type { StageBridge, StageOrder } from '../../common/ipc/stage.ts';
import {
  NO_STAGE_FIGURES,
  type StageFigures,
  type StageTelemetry,
} from '../../common/live/telemetry.ts';
import { assertNever } from '../../common/result.ts';
import type { ShowState } from '../../common/show/slices.ts';
import { AudioGraph } from './audio/graph.ts';
import { Captures } from './capture/captures.ts';
import { listDevices } from './capture/devices.ts';
import type { FromProgramme, ToProgramme } from './programme/messages.ts';
import { applyPatches } from './programme/patches.ts';
import { Cohost } from './rtc/cohost/index.ts';
import { WhipPeers } from './rtc/peers.ts';
import { ProgrammeMedia } from './rtc/programmeMedia.ts';
import { StageScreens } from './screens.ts';

declare global {
  interface Window {
    readonly stage: StageBridge;
  }
}

const { stage } = window;
const worker = new Worker(new URL('./programme/worker.ts', import.meta.url), { type: 'module' });
const order = (message: ToProgramme, transfer: Transferable[] = []): void =>
  worker.postMessage(message, transfer);

let show: ShowState | null = null;
let screens: StageScreens | null = null;
let telemetry: MessagePort | null = null;
let audio: AudioGraph | null = null;
/** The graph once it stands; null where it cannot. */
let audioStarted: Promise<AudioGraph | null> = Promise.resolve(null);
let audioOrigin: number | null = null;
let figures: StageFigures = NO_STAGE_FIGURES;
/** Short-term; null for silence. */
let loudnessLufs: number | null = null;
/** Microphones that opened before the audio graph stood. */
const streams = new Map<string, MediaStream | null>();

const tell = (message: StageTelemetry): void => telemetry?.postMessage(message);

function showFrames(sourceId: string, frames: ReadableStream<VideoFrame> | null): void {
  order({ type: 'camera', sourceId, frames }, frames ? [frames as unknown as Transferable] : []);
}

function hearStream(sourceId: string, stream: MediaStream | null): void {
  streams.set(sourceId, stream);
  audio?.attachStream(sourceId, stream);
}

const captures = new Captures({
  onCamera: showFrames,
  onSound: hearStream,
  onProblem: (sourceId, error) => {
    stage.send({ type: 'sourceProblem', sourceId, error });
    void tellDevices();
  },
});

const programmeMedia = new ProgrammeMedia({
  tapPicture: (frames) =>
    order({ type: 'pictureTap', frames }, frames ? [frames as unknown as Transferable] : []),
  openSound: async () => (await audioStarted)?.openTrack() ?? null,
  closeSound: () => audio?.closeTrack(),
});

const whip = new WhipPeers(programmeMedia, (id, message) => order({ type: 'whip', id, message }));

const cohost = new Cohost({
  media: programmeMedia,
  send: (event) => stage.send({ type: 'cohost', event }),
  setReturns: async (seats) => (await audioStarted)?.setReturns(seats),
  returnOf: (seat) => audio?.returnOf(seat) ?? null,
  onFrames: showFrames,
  onSound: hearStream,
  onFace: (sourceId, face) => order({ type: 'guest', sourceId, face }),
  greenRoom: {
    tell,
    listenTo: (track) => void audioStarted.then((graph) => graph?.listenTo(track)),
    talkBy: (strips) => audio?.talkBy(strips) ?? null,
  },
});

function chooseForWhip({ canvases, encoding }: ShowState): void {
  const [canvas] = canvases;
  if (!canvas) return;
  const { fps, width, height } = canvas;
  const { videoKbps: kbps, audioKbps } = encoding;
  whip.choose({ rung: { kbps, fps, width, height }, audioKbps });
}

async function tellDevices(): Promise<void> {
  stage.send({ type: 'devices', ...(await listDevices()) });
}
navigator.mediaDevices.addEventListener('devicechange', () => void tellDevices());

const failAudio = (message: string): void =>
  stage.send({ type: 'failed', error: { code: 'INTERNAL', message: `audio: ${message}` } });

async function startAudio(): Promise<AudioGraph> {
  const channel = new MessageChannel();
  order({ type: 'pcm', port: channel.port1 }, [channel.port1]);
  audio = await AudioGraph.create(channel.port2, {
    onLevels: (levels) => tell({ kind: 'meters', levels }),
    onLoudness: (loudness) => {
      loudnessLufs = Number.isFinite(loudness.shortTerm) ? loudness.shortTerm : null;
      tell({ kind: 'loudness', loudness });
    },
    onDrift: (ppm) => tell({ kind: 'drift', ppm }),
    onWarning: (key, on) => stage.send({ type: 'warning', key, on }),
    onMonitor: (error) => stage.send({ type: 'sourceProblem', sourceId: 'master', error }),
    onEcho: (seat, recording) => cohost.checkEcho(seat, recording),
    onTrouble: failAudio,
    onPlayer: (sourceId, port) => order({ type: 'mediaSound', sourceId, port }, [port]),
  });
  if (audioOrigin !== null) audio.setOrigin(audioOrigin);
  if (show) audio.update(show);
  for (const [id, stream] of streams) audio.attachStream(id, stream);
  return audio;
}

function start({ originEpochMs, compositor, preview, ...rest }: StageOrder & { type: 'start' }) {
  show = rest.show;
  chooseForWhip(show);
  if (preview)
    screens = new StageScreens((programme, preview) =>
      order({ type: 'screenSizes', programme, preview }),
    );
  const drawn = screens?.transfer() ?? null;
  order(
    { type: 'start', originEpochMs, show, compositor, screens: drawn },
    drawn ? (Object.values(drawn) as unknown as Transferable[]) : [],
  );
  captures.update(show);
  cohost.update(show);
  audioStarted = startAudio().catch((error: Error) => {
    failAudio(error.message);
    return null;
  });
  void tellDevices();
}

stage.onOrder((message) => {
  switch (message.type) {
    case 'start':
      return start(message);
    case 'patches':
      if (!show) return;
      show = applyPatches(show, message.patches);
      chooseForWhip(show);
      order(message);
      audio?.update(show);
      captures.update(show);
      cohost.update(show);
      return;
    case 'take':
    case 'tbar':
      captures.expect(message.sceneId);
      return order(message);
    case 'locale':
    case 'media':
    case 'seekMedia':
    case 'encode':
    case 'measureEncoder':
    case 'chat':
      return order(message);
    case 'present':
      cohost.present(message.on);
      return order(message);
    case 'layOut':
      return screens?.place(message);
    case 'cohost':
      return cohost.take(message.order);
    case 'chime':
      return audio?.chime();
    case 'resetLoudness':
      return audio?.resetLoudness();
    case 'captureIds':
      return captures.setCaptureIds(message.ids);
    case 'refreshDevices':
      captures.retry();
      audio?.retry();
      return void tellDevices();
    case 'getFigures':
      return stage.send({
        ...{ type: 'figures', requestId: message.requestId },
        figures: { ...figures, loudnessLufs },
      });
    default:
      return assertNever(message);
  }
});

worker.onmessage = ({ data }: MessageEvent<FromProgramme>) => {
  switch (data.type) {
    case 'telemetry':
      return tell(data.telemetry);
    case 'audioOrigin':
      audioOrigin = data.frame;
      return audio?.setOrigin(data.frame);
    case 'figures':
      if (data.figures.skipped > figures.skipped) cohost.giveWay();
      figures = data.figures;
      return tell({ kind: 'figures', figures });
    case 'whip':
      return whip.take(data.id, data.message);
    default:
      return stage.send(data);
  }
};
worker.onerror = (event) =>
  stage.send({ type: 'failed', error: { code: 'INTERNAL', message: `stage: ${event.message}` } });

window.addEventListener('message', ({ data, ports, source }: MessageEvent<PortMessage>) => {
  const port = ports[0];
  if (source !== window || data.kind !== 'anchor-studio:port' || !port) return;
  // Another output process knows nothing of the connections there are.
  if (data.name === 'output') whip.closeAll();
  if (data.name === 'output' || data.name === 'web') order({ type: data.name, port }, [port]);
  else {
    telemetry?.close();
    telemetry = port;
    order({ type: 'newViewer' });
  }
});

stage.send({ type: 'loaded' });
