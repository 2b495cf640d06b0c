import type { PreflightCheck } from '../../../common/live/delivery.ts';
import type { Result } from '../../../common/result.ts';
import type { Destination } from '../../../common/show/schema.ts';
import { parseRtmpUrl } from '../../output/rtmp/url.ts';
import type { Target } from '../broadcast.ts';
import type { Made } from '../makeTarget.ts';
import { type Finding, green, headroomOf, notGreen, skipped } from './findings.ts';
import { checkWhip, type HttpAnswer, placeOfEndpoint } from './http.ts';
import { checkBackup, checkConnection, checkHandshake, checkName } from './link.ts';
import type { Place } from './sheet.ts';
import { tryUpload } from './upload.ts';
import { checkWhipKey } from './whipKey.ts';

type Area = PreflightCheck['area'];

export type DestinationCheck = {
  readonly make: (destination: Destination) => Promise<Result<Made>>;
  /** Whether test data may be published. */
  readonly upload: boolean;
  /** Picture and sound, kilobits per second. */
  readonly neededKbps: number;
  readonly signal: AbortSignal;
  readonly set: (id: string, finding: Finding) => void;
};

const areasOf: Readonly<Record<Destination['kind'], readonly Area[]>> = {
  rtmp: ['dns', 'connect', 'handshake', 'auth', 'upload'],
  whip: ['dns', 'connect', 'handshake', 'auth', 'upload'],
  embedded: ['connect'],
  file: ['disk'],
};

const idOf = (area: Area, { id }: Destination) => `${area}:${id}`;
const backupIdOf = (destination: Destination) => `${idOf('connect', destination)}:backup`;
const hasBackup = ({ kind, backupServer }: Destination) =>
  (kind === 'rtmp' || kind === 'whip') && backupServer.trim() !== '';

/** Where the findings of a destination stand. */
export const placesOf = (destination: Destination): Place[] => [
  ...areasOf[destination.kind].map((area) => ({
    id: idOf(area, destination),
    area,
    destinationId: destination.id,
  })),
  ...(hasBackup(destination)
    ? [
        {
          id: backupIdOf(destination),
          area: 'connect' as const,
          destinationId: destination.id,
        },
      ]
    : []),
];

/** Looks at one destination, step by step: what comes after a step that failed is not tried. Gives what its HTTP server said. */
export async function checkDestination(
  destination: Destination,
  check: DestinationCheck,
): Promise<HttpAnswer | null> {
  const areas = areasOf[destination.kind];
  const set = (area: Area, finding: Finding) => check.set(idOf(area, destination), finding);
  const rest = (from: Area, finding: Finding) => {
    for (const area of areas.slice(areas.indexOf(from))) set(area, finding);
  };
  const made = await check.make(destination);
  if (!made.ok) {
    const [first = 'connect'] = areas;
    rest(first, skipped('notReached'));
    set(first, notGreen('red', 'unusable', 'destination', {}, made.error));
    if (hasBackup(destination)) check.set(backupIdOf(destination), skipped('notReached'));
    return null;
  }
  const { target } = made.value;
  if (destination.kind === 'embedded') set('connect', green('serverRunning'));
  else if (destination.kind === 'file') set('disk', green('fileFine', { file: target.url }));
  else {
    const [answer] = await Promise.all([
      checkServer(target, check, set, rest),
      lookAtBackup(destination, target, check),
    ]);
    return answer;
  }
  return null;
}

const placeOf = (kind: Target['kind'], url: string) => {
  if (kind === 'whip') return placeOfEndpoint(url);
  const parsed = parseRtmpUrl(url);
  if (!parsed.ok) throw new Error('a target with a URL that was not checked');
  return parsed.value;
};

async function lookAtBackup(
  destination: Destination,
  { kind, backupUrl }: Target,
  { signal, set }: DestinationCheck,
): Promise<void> {
  if (!hasBackup(destination) || backupUrl === null) return;
  set(backupIdOf(destination), await checkBackup(placeOf(kind, backupUrl), signal));
}

async function checkServer(
  target: Target,
  check: DestinationCheck,
  set: (area: Area, finding: Finding) => void,
  rest: (from: Area, finding: Finding) => void,
): Promise<HttpAnswer | null> {
  const { signal, upload } = check;
  const place = placeOf(target.kind, target.url);
  const name = await checkName(place.host, signal);
  set('dns', name);
  if (name.state === 'red') {
    rest('connect', skipped('notReached'));
    return null;
  }
  const connection = await checkConnection(place, signal);
  set('connect', connection.finding);
  if (!connection.socket) {
    rest('handshake', skipped('notReached'));
    return null;
  }
  if (target.kind === 'whip') {
    connection.socket.destroy();
    const { finding, answer } = await checkWhip(target.url, signal);
    set('handshake', finding);
    if (finding.state === 'red') set('auth', skipped('notReached'));
    else if (!upload || signal.aborted) set('auth', skipped('notAsked'));
    else set('auth', await checkWhipKey(target.url, target.token));
    set('upload', skipped('uploadWhip'));
    return answer;
  }
  const handshake = await checkHandshake(place, connection.socket, signal);
  set('handshake', handshake);
  if (handshake.state === 'red') rest('auth', skipped('notReached'));
  else if (!upload) rest('auth', skipped('notAsked'));
  else await publish(target.url, check, set);
  return null;
}

async function publish(
  url: string,
  { neededKbps, signal }: DestinationCheck,
  set: (area: Area, finding: Finding) => void,
): Promise<void> {
  const { accepted, measured } = await tryUpload(url, neededKbps, signal);
  if (!accepted.ok) {
    set('auth', notGreen('red', 'authRefused', 'key', {}, accepted.error));
    set('upload', skipped('notReached'));
    return;
  }
  set('auth', green('authAccepted'));
  if (measured) set('upload', uploadFinding(measured, neededKbps));
}

function uploadFinding(measured: Result<number>, neededKbps: number): Finding {
  if (!measured.ok)
    return notGreen('red', 'uploadBroke', 'link', { chosenKbps: neededKbps }, measured.error);
  const measuredKbps = Math.round(measured.value);
  const state = headroomOf(measuredKbps, neededKbps);
  // With this the measured upload is one and a half times what is sent.
  const advisedKbps = Math.max(100, Math.floor(measuredKbps / 1.5 / 100) * 100);
  const values = { measuredKbps, chosenKbps: neededKbps, advisedKbps };
  return state === 'green'
    ? green('uploadMeasured', values)
    : notGreen(state, 'uploadMeasured', 'bitrate', values);
}
