import { parseArgs } from 'node:util';
import { type CompositorName, compositorNames } from '../../common/media/compositor.ts';
import { err, ok, type Result } from '../../common/result.ts';
import { canvasSchema } from '../../common/show/schema.ts';

/** What the command line asks for. Absent overrides leave the show as it is. */
export type CliOptions = {
  readonly help: boolean;
  readonly version: boolean;
  readonly goLive: boolean;
  /** RTMP or RTMPS URLs with their stream keys; empty means the embedded server. */
  readonly to: readonly string[];
  readonly show: string | null;
  readonly size: { readonly width: number; readonly height: number } | null;
  readonly fps: number | null;
  readonly videoKbps: number | null;
  /** Time on air, or of recording, before a clean stop; null until Ctrl-C. */
  readonly seconds: number | null;
  readonly record: string | null;
  readonly report: string | null;
  readonly window: boolean;
  readonly compositor: CompositorName | 'auto';
  readonly locale: 'zh-CN' | 'en' | null;
};

export const HELP = `Anchor Studio

  npm start                          open the studio
  npm start -- --go-live [options]   go on air at once; Ctrl-C stops cleanly

Options
  --to URL             rtmp:// or rtmps:// push URL with its key, or https:// of a WHIP server; again for more.
                       Without it the show goes to the embedded server and the watch URL is printed.
  --show FILE          open this show file (JSON). Without it the studio opens its saved show,
                       and --go-live and --record play the ready-made one.
  --size WxH           picture size, e.g. 1280x720
  --fps N              frames a second, 1 to 60
  --video-kbps N       video bitrate, 100 to 50000
  --seconds N          stop by itself after N seconds
  --record FILE.mp4    record as well (or only, without --go-live)
  --report FILE.json   write a receipt of what was sent
  --no-window          no window and no UI process
  --compositor NAME    auto, ${compositorNames.join(', ')}
  --lang zh-CN|en      language; the system's by default
  --help, --version

Exit status: 0 when every output got every frame that was encoded, 1 when not, 2 for a wrong command line.
`;

/** Switches of Chromium and Electron that may stand among ours. */
const CHROMIUM =
  /^--(no-sandbox|use-(fake|file)-|disable-|enable-|force-|in-process-gpu|inspect|remote-debugging-|user-data-dir|ozone-|js-flags|log-|v=|vmodule|proxy-|host-resolver-rules|autoplay-policy|password-store|allow-)/;

const usage = (message: string): Result<never> =>
  err('INPUT_INVALID', `${message}; see npm start -- --help`);

const wholeNumber = (text: string, min: number, max: number): number | null => {
  const value = Number(text);
  return /^\d+$/.test(text) && value >= min && value <= max ? value : null;
};

/** A size that a canvas can have, of `WIDTHxHEIGHT`. */
const sizeOf = (text: string): CliOptions['size'] => {
  const match = /^(\d{2,4})x(\d{2,4})$/.exec(text);
  const size = { width: Number(match?.[1]), height: Number(match?.[2]) };
  return canvasSchema.pick({ width: true, height: true }).safeParse(size).success ? size : null;
};

/** Reads the arguments after the program's own. */
export function readArgs(argv: readonly string[]): Result<CliOptions> {
  const ours = argv.filter((arg) => !CHROMIUM.test(arg));
  let values: ReturnType<typeof parse>['values'];
  try {
    ({ values } = parse(ours));
  } catch (error) {
    return usage((error as Error).message.split('\n')[0]?.split('. To specify')[0] ?? 'bad option');
  }
  const size = sizeOf(values.size ?? '');
  if (values.size !== undefined && !size)
    return usage(`--size ${values.size}: wanted even WIDTHxHEIGHT, 160x120 to 7680x4320`);
  const fps = values.fps === undefined ? null : wholeNumber(values.fps, 1, 60);
  if (values.fps !== undefined && fps === null) return usage(`--fps ${values.fps}: wanted 1 to 60`);
  const kbps = values['video-kbps'];
  const videoKbps = kbps === undefined ? null : wholeNumber(kbps, 100, 50_000);
  if (kbps !== undefined && videoKbps === null)
    return usage(`--video-kbps ${kbps}: wanted 100 to 50000`);
  const seconds = values.seconds === undefined ? null : Number(values.seconds);
  if (seconds !== null && !(seconds > 0 && seconds <= 1_000_000))
    return usage(`--seconds ${values.seconds}: wanted a number above 0`);
  const compositor = values.compositor ?? 'auto';
  if (compositor !== 'auto' && !compositorNames.includes(compositor as CompositorName))
    return usage(`--compositor ${compositor}: wanted auto, ${compositorNames.join(', ')}`);
  const locale = values.lang ?? null;
  if (locale !== null && locale !== 'zh-CN' && locale !== 'en')
    return usage(`--lang ${locale}: wanted zh-CN or en`);
  const goLive = values['go-live'] ?? false;
  if (values.to && !goLive) return usage('--to needs --go-live');
  if (values['no-window'] && !goLive && !values.record)
    return usage('--no-window needs --go-live or --record');
  if (values.seconds !== undefined && !goLive && !values.record)
    return usage('--seconds needs --go-live or --record');
  return ok({
    help: values.help ?? false,
    version: values.version ?? false,
    goLive,
    to: values.to ?? [],
    show: values.show ?? null,
    size,
    fps,
    videoKbps,
    seconds,
    record: values.record ?? null,
    report: values.report ?? null,
    window: !(values['no-window'] ?? false),
    compositor: compositor as CompositorName | 'auto',
    locale,
  });
}

const parse = (args: string[]) =>
  parseArgs({
    args,
    strict: true,
    allowPositionals: false,
    options: {
      help: { type: 'boolean', short: 'h' },
      version: { type: 'boolean' },
      'go-live': { type: 'boolean' },
      to: { type: 'string', multiple: true },
      show: { type: 'string' },
      size: { type: 'string' },
      fps: { type: 'string' },
      'video-kbps': { type: 'string' },
      seconds: { type: 'string' },
      record: { type: 'string' },
      report: { type: 'string' },
      'no-window': { type: 'boolean' },
      compositor: { type: 'string' },
      lang: { type: 'string' },
    },
  });
