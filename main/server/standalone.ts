import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { maskUrl } from '../../common/live/mask.ts';
import { ok } from '../../common/result.ts';
import { readRelays } from './relay/config.ts';
import { startServer } from './server.ts';
import { help, readSettings, type Settings, SettingsError } from './settings.ts';
import { AuthorityFile } from './tls/authorityFile.ts';

/** Entry of `npm run server`. */

function fail(status: number, line: string): never {
  process.stderr.write(`anchor-server: ${line}\n`);
  process.exit(status);
}

/** Lines begin with the part they are of: `ingest: stream x ended`. */
function logAs(json: boolean): (line: string) => void {
  if (!json) return (line) => void process.stdout.write(`${new Date().toISOString()} ${line}\n`);
  return (line) => {
    const [, part = 'server', message = line] = /^([a-z]+): (.*)$/s.exec(line) ?? [];
    const entry = { time: new Date().toISOString(), part, message };
    process.stdout.write(`${JSON.stringify(entry)}\n`);
  };
}

function settingsOf(): Settings | null {
  try {
    return readSettings(process.argv.slice(2), process.env);
  } catch (error) {
    const { message } = error as Error;
    if (error instanceof SettingsError) return fail(1, message);
    return fail(2, `${message}; see --help`);
  }
}

async function main(): Promise<void> {
  const settings = settingsOf();
  if (!settings) {
    process.stdout.write(help);
    return;
  }
  const relays = settings.relay ? await readRelays(settings.relay) : null;
  if (relays && !relays.ok) return fail(1, relays.error.message);
  const log = logAs(settings.logJson);
  const ownTls = settings.ownTlsPort === null ? null : await ownTlsOf(settings);
  if (ownTls && !ownTls.ok) return fail(1, ownTls.error.message);
  const started = await startServer({
    host: settings.host,
    rtmpPort: settings.rtmpPort,
    httpPort: settings.httpPort,
    publishKey: settings.publishKey || randomBytes(16).toString('hex'),
    ownerSecret: settings.ownerSecret,
    studioSecret: settings.studioSecret,
    playToken: settings.playToken,
    dataFolder: settings.dataFolder,
    sigKey: settings.sigKey,
    publicUrl: settings.publicUrl,
    trustedProxies: settings.trustedProxies,
    streamName: settings.stream,
    maxViewers: settings.maxViewers,
    ...settings.ice,
    ...(settings.tls ? { tls: settings.tls } : {}),
    ...(ownTls ? { ownTls: ownTls.value } : {}),
    watchFolder: fileURLToPath(new URL('../watch', import.meta.url)),
    guestFolder: fileURLToPath(new URL('../guest', import.meta.url)),
    log,
  });
  if (!started.ok) return fail(1, started.error.message);
  const server = started.value;
  if (relays) server.relay(relays.value);
  if (!settings.dataFolder) log('data: nothing is kept; DATA_DIR names a folder to keep it in');
  const say = (text: string) => {
    if (settings.logJson) for (const line of text.trim().split('\n')) log(`server: ${line}`);
    else process.stdout.write(text);
  };
  const https = server.https();
  if (https) say(`https ${https.port}, ${https.authority}, SHA-256 ${https.fingerprint}\n`);
  const expiresAtSeconds = Date.now() / 1000 + settings.hours * 3600;
  const pushUrl = server.publishUrl(settings.stream, expiresAtSeconds);
  say(addressesOf(settings, pushUrl, server.watchUrl(settings.stream)));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void server.close().then(() => process.exit(0)));
  }
}

async function ownTlsOf({ dataFolder, ownTlsPort }: Settings) {
  const file = new AuthorityFile(dataFolder);
  const known = await file.read();
  if (!known.ok) return known;
  const keep = (authority: string) => file.write(authority);
  return ok({ port: ownTlsPort ?? 0, authority: known.value, keep });
}

function addressesOf(
  { logJson, showPushUrl }: Settings,
  pushUrl: string,
  watchUrl: string,
): string {
  const showSecret = showPushUrl || (process.stdout.isTTY && !logJson);
  const push = showSecret ? pushUrl : `${maskUrl(pushUrl)}  (--show-push-url shows it)`;
  // A log is kept and sent on: the token of the watch URL is no part of it.
  const watch = logJson ? watchUrl.replace(/\?.*$/, '') : watchUrl;
  return `push  ${push}\nwatch ${watch}\n`;
}

await main();
