import { type ServiceId, services, TENCENT_WHIP } from '../../../../../common/live/services.ts';
import type { Destination, Pgc } from '../../../../../common/show/schema.ts';
import { faultOfServer, type UrlFault } from './pushUrl.ts';
import { type Kind, kindsOf, serversOf } from './services.ts';

/** A destination while it is being written. Its secrets stay in their fields. */
export type Draft = Pick<
  Destination,
  'name' | 'service' | 'server' | 'backupServer' | 'codec' | 'adaptive' | 'pgc'
> & { readonly kind: Kind };

/** What push addresses are made of, before the person has said anything. */
export const newPgc: Pgc = {
  pushDomain: '',
  playDomain: '',
  app: 'live',
  stream: '',
  hash: 'md5',
  validHours: 24,
};

/** The server that a service publishes for a way to send, where it does. */
const publishedServer = (service: ServiceId, kind: Kind) => {
  const [first] = serversOf(service, kind);
  return { server: first?.server ?? '', backupServer: first?.backupServer ?? '' };
};

/** A new one for a service, sent to in the usual way. */
export function draftFor(service: ServiceId, name: string): Draft {
  const kind = kindsOf(service)[0] ?? 'rtmp';
  return {
    name,
    service,
    kind,
    ...publishedServer(service, kind),
    codec: 'h264',
    adaptive: true,
    pgc: services[service].pgc ? newPgc : null,
  };
}

/** The same, sent to in another way: an address of one way is none of the other. */
export const withKind = (draft: Draft, kind: Kind): Partial<Draft> =>
  kind === draft.kind ? {} : { kind, ...publishedServer(draft.service, kind) };

/** A draft of what there is. Not for the embedded server, which has nothing to be changed. */
export function draftOf(destination: Destination): Draft {
  const { name, service, server, backupServer, codec, adaptive, pgc, kind } = destination;
  return {
    name,
    service,
    kind: kind === 'embedded' ? 'file' : kind,
    server,
    backupServer,
    codec,
    adaptive,
    pgc,
  };
}

export type DraftField =
  | 'name'
  | 'server'
  | 'backupServer'
  | 'pushDomain'
  | 'playDomain'
  | 'app'
  | 'stream';
/** Why a field cannot stay as it is: a key under `destinations.faults.` of the texts. */
export type DraftFault = `url.${UrlFault}` | 'name' | 'domain' | 'word' | 'missing';

const WORD = /^[A-Za-z0-9._-]+$/;
const DOMAIN = /^(?=.{1,200}$)[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$/;

/** All that is wrong with a draft, by field; empty when it can be saved. */
export function faultsOf(draft: Draft): Partial<Record<DraftField, DraftFault>> {
  const faults: Partial<Record<DraftField, DraftFault>> = {};
  const { name, kind, server, backupServer, pgc } = draft;
  if (name.trim() === '') faults.name = 'name';
  if (kind === 'file') return faults;
  if (pgc) {
    if (!DOMAIN.test(pgc.pushDomain.trim())) faults.pushDomain = 'domain';
    if (pgc.playDomain.trim() !== '' && !DOMAIN.test(pgc.playDomain.trim()))
      faults.playDomain = 'domain';
    for (const field of ['app', 'stream'] as const) {
      const text = pgc[field].trim();
      if (text === '') faults[field] = 'missing';
      else if (!WORD.test(text) || text.length > 200) faults[field] = 'word';
    }
  }
  // A push URL is made of the parts; a WHIP endpoint is not.
  const needed = !pgc || (kind === 'whip' && server.trim() !== '');
  const fault = needed ? faultOfServer(server, kind) : null;
  if (fault) faults.server = `url.${fault}`;
  const backup = backupServer.trim() === '' ? null : faultOfServer(backupServer, kind);
  if (backup) faults.backupServer = `url.${backup}`;
  return faults;
}

/** What the show document takes: nothing that the chosen way to send does not use. */
export function settledDraft(draft: Draft): Draft {
  const { kind, pgc, server } = draft;
  const network = kind !== 'file';
  const made = network ? pgc : null;
  const noServer = !network || (made !== null && kind === 'rtmp');
  const endpoint = made && kind === 'whip' ? server.trim() || TENCENT_WHIP.server : server.trim();
  return {
    ...draft,
    name: draft.name.trim(),
    server: noServer ? '' : endpoint,
    backupServer: network ? draft.backupServer.trim() : '',
    codec: kind === 'whip' ? 'h264' : draft.codec,
    adaptive: network && draft.adaptive,
    pgc: made && {
      ...made,
      pushDomain: made.pushDomain.trim(),
      playDomain: made.playDomain.trim(),
      app: made.app.trim(),
      stream: made.stream.trim(),
    },
  };
}

/** A name that no other destination has, by a number at its end. */
export function freeName(wanted: string, taken: readonly string[]): string {
  if (!taken.includes(wanted)) return wanted;
  const stem = wanted.replace(/\s+\d{1,6}$/, '').slice(0, 190);
  for (let number = 2; ; number++)
    if (!taken.includes(`${stem} ${number}`)) return `${stem} ${number}`;
}
