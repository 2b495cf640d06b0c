import type { IncomingMessage } from 'node:http';
import { err, ok, type Result } from '../../../common/result.ts';
import type { Networks } from '../address.ts';
import type { Accounts } from '../identity/accounts.ts';
import type { Account } from '../identity/identity.ts';
import { limits, RateLimiter } from '../limits.ts';

/** Who calls, and how often they may. */
export class Callers {
  private readonly accounts: Accounts;
  private readonly calls = limiterOf(limits.api.calls);
  private readonly logins = limiterOf(limits.api.logins);
  private readonly guests = limiterOf(limits.api.guests);
  private readonly links = limiterOf(limits.api.links);
  private readonly covers = limiterOf(limits.api.covers);
  private readonly uploads = limiterOf(limits.api.uploads);
  private readonly rooms = limiterOf(limits.api.rooms);

  private readonly networks: Networks;

  constructor(accounts: Accounts, networks: Networks) {
    this.accounts = accounts;
    this.networks = networks;
  }

  /** `AUTH`, `RATE_LIMITED`. */
  async withToken(token: string): Promise<Result<Account>> {
    const account = await this.accounts.verify(token);
    if (!account.ok) return account;
    return this.calls.take(account.value.userId, Date.now()) ? account : tooMany();
  }

  /** Of `Authorization: Bearer`; null where there is none. */
  async ofRequest(request: IncomingMessage): Promise<Result<Account | null>> {
    const token = bearerOf(request);
    return token === null ? ok(null) : this.withToken(token);
  }

  /** `RATE_LIMITED`: one more of these from where this request comes. */
  mayFrom(request: IncomingMessage, what: 'login' | 'guest' | 'link'): Result<null> {
    const limiter = { login: this.logins, guest: this.guests, link: this.links }[what];
    return limiter.take(this.networks.of(request), Date.now()) ? ok(null) : tooMany();
  }

  /** `RATE_LIMITED`: one more room by this account. */
  mayMakeRoom({ userId, owner }: Account): Result<null> {
    return owner || this.rooms.take(userId, Date.now()) ? ok(null) : tooMany();
  }

  /** `RATE_LIMITED`: one more cover by this account. */
  mayCover(userId: string): Result<null> {
    return this.covers.take(userId, Date.now()) ? ok(null) : tooMany();
  }

  /** `RATE_LIMITED`: one more look at what the line of this account carries. */
  mayUpload(userId: string): Result<null> {
    return this.uploads.take(userId, Date.now()) ? ok(null) : tooMany();
  }
}

/** The token of `Authorization: Bearer`; null where there is none. */
export function bearerOf(request: IncomingMessage): string | null {
  return /^Bearer ([A-Za-z0-9_-]{1,128})$/.exec(request.headers.authorization ?? '')?.[1] ?? null;
}

const limiterOf = ({ burst, perSecond }: { readonly burst: number; readonly perSecond: number }) =>
  new RateLimiter(burst, perSecond, 20_000);

const tooMany = () => err('RATE_LIMITED', 'too many calls; wait a little');
