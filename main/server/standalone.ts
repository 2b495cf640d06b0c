import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { maskUrl } from '../../common/live/mask.ts';
import { limits } from './limits.ts';
import { streamNamePattern } from './publishAuth.ts';
import { readRelays } from './relay/config.ts';
import { startServer } from './server.ts';

const help = `Anchor Studio server: RTMP ingest, HTTP-FLV, HLS and the viewer page; sends on what it gets.

usage: npm run server -- [options]

  --host ADDRESS        address to listen on (default 127.0.0.1; anything else
                        is shared: viewers then need the token of the watch URL)
  --rtmp-port PORT      default 1935
  --http-port PORT      default 8080
  --stream NAME         stream shown by the watch URL (default live)
  --key-file FILE       file with the publish key, 8 characters at least
                        (else ANCHOR_PUBLISH_KEY, else one made up for this run)
  --relay FILE          sends streams on to other RTMP servers. JSON:
                        [{"stream": "live", "to": ["rtmp://…", "rtmps://…"]}]
                        (else the environment variable RELAY: the same JSON, or
                        a path). Push URLs hold keys: keep the file to yourself
  --max-viewers N       never let in more, whatever the machine could serve
                        (default ${limits.play.maxViewers})
  --hours HOURS         validity of the printed push URL (default 24)
  --show-push-url       print the push URL with its secret even if not on a terminal
  --help

exit status: 0 stopped, 1 could not start, 2 wrong usage
`;

class UsageError extends Error {}

function fail(status: number, line: string): never {
  process.stderr.write(`anchor-server: ${line}\n`);
  process.exit(status);
}

function numberOf(name: string, text: string, lowest: number, highest: number): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < lowest || value > highest) {
    throw new UsageError(`--${name} needs a whole number from ${lowest} to ${highest}`);
  }
  return value;
}

function readOptions() {
  const { values } = parseArgs({
    options: {
      host: { type: 'string', default: '127.0.0.1' },
      'rtmp-port': { type: 'string', default: '1935' },
      'http-port': { type: 'string', default: '8080' },
      stream: { type: 'string', default: 'live' },
      'key-file': { type: 'string' },
      relay: { type: 'string' },
      'max-viewers': { type: 'string', default: String(limits.play.maxViewers) },
      hours: { type: 'string', default: '24' },
      'show-push-url': { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (!streamNamePattern.test(values.stream)) {
    throw new UsageError('--stream needs 1 to 64 letters, digits, - or _');
  }
  return {
    ...values,
    rtmpPort: numberOf('rtmp-port', values['rtmp-port'], 0, 65_535),
    httpPort: numberOf('http-port', values['http-port'], 0, 65_535),
    maxViewers: numberOf('max-viewers', values['max-viewers'], 1, 100_000),
    hours: numberOf('hours', values.hours, 1, 24 * 365),
  };
}

async function publishKeyOf(file: string | undefined): Promise<string> {
  if (file === undefined) {
    return process.env.ANCHOR_PUBLISH_KEY || randomBytes(16).toString('hex');
  }
  try {
    return (await readFile(file, 'utf8')).trim();
  } catch (error) {
    return fail(1, `cannot read the key file ${file} (${(error as NodeJS.ErrnoException).code})`);
  }
}

async function main(): Promise<void> {
  let options: ReturnType<typeof readOptions>;
  try {
    options = readOptions();
  } catch (error) {
    return fail(2, `${(error as Error).message}; see --help`);
  }
  if (options.help) {
    process.stdout.write(help);
    return;
  }
  const publishKey = await publishKeyOf(options['key-file']);
  const relaySetting = options.relay ?? process.env.RELAY;
  const relays = relaySetting ? await readRelays(relaySetting) : null;
  if (relays && !relays.ok) return fail(1, relays.error.message);
  const started = await startServer({
    host: options.host,
    rtmpPort: options.rtmpPort,
    httpPort: options.httpPort,
    publishKey,
    maxViewers: options.maxViewers,
    watchFolder: fileURLToPath(new URL('../watch', import.meta.url)),
    log: (line) => process.stdout.write(`${new Date().toISOString()} ${line}\n`),
  });
  if (!started.ok) return fail(1, started.error.message);
  const server = started.value;
  if (relays) server.relay(relays.value);
  const expiresAtSeconds = Date.now() / 1000 + options.hours * 3600;
  const pushUrl = server.publishUrl(options.stream, expiresAtSeconds);
  const showSecret = process.stdout.isTTY || options['show-push-url'];
  process.stdout.write(
    `push  ${showSecret ? pushUrl : `${maskUrl(pushUrl)}  (--show-push-url shows it)`}\n` +
      `watch ${server.watchUrl(options.stream)}\n`,
  );
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void server.close().then(() => process.exit(0)));
  }
}

await main();
