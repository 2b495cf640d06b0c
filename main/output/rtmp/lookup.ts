import { type LookupAddress, type LookupOptions, lookup } from 'node:dns';

type Known = { addresses: LookupAddress[] };
type Done = (
  error: NodeJS.ErrnoException | null,
  address: string | LookupAddress[],
  family?: number,
) => void;

/** The system's answer is waited for this long where an earlier one is known, ms. */
const PATIENCE_MS = 1_000;

const known = new Map<string, Known>();
const underWay = new Map<string, Promise<LookupAddress[]>>();

/**
 * Looks a name up, as `net.connect` asks for it. Each question holds one of the few threads that
 * files are written with too, and without a network for many seconds: so one question a name at a
 * time, and the last answer where a new one does not come.
 */
export function lookupOnce(host: string, options: LookupOptions, done: Done): void {
  let settled = false;
  const settle = (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => {
    if (settled) return;
    settled = true;
    clearTimeout(timer);
    const [first] = addresses;
    if (error || !first) done(error ?? notFound(host), options.all ? [] : '');
    else if (options.all) done(null, addresses);
    else done(null, first.address, first.family);
  };
  const old = known.get(host);
  const timer = setTimeout(() => old && settle(null, old.addresses), PATIENCE_MS);
  timer.unref();
  ask(host).then(
    (addresses) => settle(null, addresses),
    (error: NodeJS.ErrnoException) => (old ? settle(null, old.addresses) : settle(error, [])),
  );
}

function ask(host: string): Promise<LookupAddress[]> {
  const running = underWay.get(host);
  if (running) return running;
  const asked = new Promise<LookupAddress[]>((resolve, reject) => {
    lookup(host, { all: true }, (error, addresses) => {
      underWay.delete(host);
      if (error) return reject(error);
      known.set(host, { addresses });
      resolve(addresses);
    });
  });
  underWay.set(host, asked);
  return asked;
}

const notFound = (host: string): NodeJS.ErrnoException =>
  Object.assign(new Error(`no address of ${host}`), { code: 'ENOTFOUND' });
