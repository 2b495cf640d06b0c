import { createHash, randomBytes } from 'node:crypto';
import { err, ok, type Result } from '../../../common/result.ts';
import type { Database } from '../data/database.ts';
import { sameSecret } from '../publishAuth.ts';
import type { Account, Identity } from './identity.ts';
import { cleanAvatar, cleanName } from './names.ts';
import { issueUserSig, judgeUserSig, type SigKey } from './userSig.ts';

/** Account of the studio that the server belongs to. */
export const OWNER_ID = 'studio';

const HOUR_MS = 3_600_000;
/** Tokens are forgotten after so long, ms. */
export const tokenLifetimeMs = {
  owner: 30 * 24 * HOUR_MS,
  signed: 24 * HOUR_MS,
  guest: 7 * 24 * HOUR_MS,
} as const;
export type AccountKind = keyof typeof tokenLifetimeMs;

/** Tokens kept in memory; the others are looked up. */
const MOST_KNOWN = 20_000;
const USER_SIG_SECONDS = 24 * 3_600;
const SWEEP_EVERY_MS = 600_000;

export type Login = {
  readonly account: Account;
  /** 256 bits; secret. Only its hash is kept. */
  readonly token: string;
  readonly expiresAtMs: number;
};

/** How somebody wants to be called. Cleaned here; empty leaves it as it was. */
export type Profile = { readonly name?: string; readonly avatar?: string };

const GUEST_PREFIX = 'guest-';
/** In place of a UserSig's hash, for tokens of the owner's secret, and of guests. */
const OF_SECRET = 'owner:';
const OF_INVITED = 'guests:';
const OF_TEAM = 'studios:';

/** True for people that nobody vouches for. */
export const isGuest = ({ userId }: Pick<Account, 'userId'>): boolean =>
  userId.startsWith(GUEST_PREFIX);

/** Others read it: in the words of whoever came, before the beginning of their id. */
const madeUpNames = { en: 'Guest ', 'zh-CN': '观众' } as const;
export type GuestLanguage = keyof typeof madeUpNames;

type Known = { readonly account: Account; readonly expiresAtMs: number };
type AccountRow = { user_id: string; name: string; avatar: string; kind: AccountKind };

/** What a studio of the team may call itself. */
const studioPattern = /^[A-Za-z0-9_-]{1,32}$/;

const hashOf = (text: string): string => createHash('sha256').update(text).digest('base64url');
const tokenPattern = /^[A-Za-z0-9_-]{43}$/;
const refused = err('AUTH', 'the token is unknown, has expired or was taken back');

/** Who is who: the owner by a secret, people of other services by a UserSig, guests by nothing. */
export class Accounts implements Identity {
  private readonly database: Database;
  private readonly ownerSecret: string;
  private readonly studioSecret: string;
  private readonly sigKey: SigKey | null;
  private readonly now: () => number;
  private readonly ownerMark: string;
  private readonly guestMark: string;
  private readonly teamMark: string;
  private readonly known = new Map<string, Known>();
  private readonly sweep: NodeJS.Timeout;

  constructor(options: {
    readonly database: Database;
    /** What the studio logs in with; empty lets nobody in as the owner. Secret. */
    readonly ownerSecret: string;
    /** What the studios of a team log in with; empty lets none in. Secret. */
    readonly studioSecret?: string;
    readonly sigKey?: SigKey | null;
    /** The play token that guests come with; empty where none is asked for. Secret. */
    readonly invitedBy?: string;
    /** Ms since the epoch. */
    readonly now?: () => number;
  }) {
    this.database = options.database;
    this.ownerSecret = options.ownerSecret;
    this.studioSecret = options.studioSecret ?? '';
    this.sigKey = options.sigKey ?? null;
    this.now = options.now ?? Date.now;
    // Tokens of a secret that was changed are worth nothing.
    this.ownerMark = OF_SECRET + hashOf(`owner ${this.ownerSecret}`);
    void this.database
      .write('DELETE FROM tokens WHERE user_id = ? AND sig <> ?', OWNER_ID, this.ownerMark)
      .catch(() => {});
    this.teamMark = OF_TEAM + hashOf(`studio ${this.studioSecret}`);
    void this.database
      .write('DELETE FROM tokens WHERE sig LIKE ? AND sig <> ?', `${OF_TEAM}%`, this.teamMark)
      .catch(() => {});
    // Nor does the guest of an old link get in by what it was given then.
    const { invitedBy = '' } = options;
    this.guestMark = invitedBy ? OF_INVITED + hashOf(`guest ${invitedBy}`) : '';
    if (this.guestMark)
      void this.database
        .write(
          'DELETE FROM tokens WHERE user_id LIKE ? AND sig <> ?',
          `${GUEST_PREFIX}%`,
          this.guestMark,
        )
        .catch(() => {});
    this.sweep = setInterval(() => void this.forgetExpired(), SWEEP_EVERY_MS).unref();
  }

  async verify(token: string): Promise<Result<Account>> {
    const known = await this.find(token);
    return known ? ok(known.account) : refused;
  }

  /** Null for a token that is not good, or no longer. */
  private async find(token: string): Promise<Known | null> {
    if (!tokenPattern.test(token)) return null;
    const hash = hashOf(token);
    const known = this.known.get(hash) ?? (await this.lookUp(hash));
    return known && known.expiresAtMs > this.now() ? known : null;
  }

  /** `AUTH`. */
  async loginOwner(secret: string, profile: Profile = {}): Promise<Result<Login>> {
    if (!this.ownerSecret || !sameSecret(secret, this.ownerSecret))
      return err('AUTH', 'the owner secret is wrong');
    const expiresAtMs = this.now() + tokenLifetimeMs.owner;
    return ok(await this.logIn(OWNER_ID, 'owner', profile, { sig: this.ownerMark, expiresAtMs }));
  }

  /** One of the team, by a name of its own: whoever has the secret may be any of them. `AUTH`. */
  async loginStudio(secret: string, userId: string, profile: Profile = {}): Promise<Result<Login>> {
    if (!this.studioSecret || !sameSecret(secret, this.studioSecret))
      return err('AUTH', 'the studio secret is wrong');
    if (!studioPattern.test(userId) || isOurs(userId))
      return err('AUTH', 'a studio cannot have this name');
    const expiresAtMs = this.now() + tokenLifetimeMs.signed;
    return ok(await this.logIn(userId, 'signed', profile, { sig: this.teamMark, expiresAtMs }));
  }

  /** `AUTH`; also for a UserSig that was signed out. */
  async loginSigned(
    userId: string,
    userSig: string,
    profile: Profile = {},
  ): Promise<Result<Login>> {
    if (!this.sigKey) return err('AUTH', 'this server takes no UserSig');
    const judged = judgeUserSig(this.sigKey, userId, userSig, this.now());
    if (!judged.ok) return judged;
    if (isOurs(userId)) return err('AUTH', 'this name belongs to the server');
    const sig = hashOf(judged.value.mark);
    const revoked = await this.database.read('SELECT 1 FROM revoked_sigs WHERE sig = ?', sig);
    if (revoked.length > 0) return err('AUTH', 'the UserSig was signed out');
    const expiresAtMs = Math.min(judged.value.expiresAtMs, this.now() + tokenLifetimeMs.signed);
    return ok(await this.logIn(userId, 'signed', profile, { sig, expiresAtMs }));
  }

  /**
   * A new person with a made-up id; or a guest who is known already, by another name.
   * @param language of the name that is made up for those who say none
   */
  guest(
    name: string,
    known: Account | null = null,
    language: GuestLanguage = 'en',
  ): Promise<Login> {
    const signed = { sig: this.guestMark, expiresAtMs: this.now() + tokenLifetimeMs.guest };
    if (known && isGuest(known)) return this.logIn(known.userId, 'guest', { name }, signed);
    const id = randomBytes(9).toString('base64url').replace(/[-_]/g, 'x').toLowerCase();
    const called = cleanName(name) || `${madeUpNames[language]}${id.slice(0, 4)}`;
    return this.logIn(GUEST_PREFIX + id, 'guest', { name: called }, signed);
  }

  /** Takes the token back, and the UserSig it was given for with all that it opened. */
  async logout(token: string): Promise<void> {
    const hash = hashOf(token);
    const rows = await this.database.read<{ sig: string }>(
      'SELECT sig FROM tokens WHERE hash = ?',
      hash,
    );
    const sig = rows[0]?.sig ?? '';
    if (!sig || [OF_SECRET, OF_INVITED, OF_TEAM].some((it) => sig.startsWith(it))) {
      await this.database.write('DELETE FROM tokens WHERE hash = ?', hash);
      this.known.delete(hash);
      return;
    }
    const others = await this.database.read<{ hash: string }>(
      'SELECT hash FROM tokens WHERE sig = ?',
      sig,
    );
    // A UserSig that is good for years is remembered for as long as one can be.
    const expiresMs = this.now() + 200 * 24 * HOUR_MS;
    await this.database.writeAll([
      { sql: 'DELETE FROM tokens WHERE sig = ?', args: [sig] },
      { sql: 'INSERT OR IGNORE INTO revoked_sigs VALUES (?, ?)', args: [sig, expiresMs] },
    ]);
    // Last: a look-up that was under way may have brought one back.
    for (const other of others) this.known.delete(other.hash);
  }

  /** Takes back every token of a person. */
  async revoke(userId: string): Promise<void> {
    await this.database.write('DELETE FROM tokens WHERE user_id = ?', userId);
    for (const [hash, { account }] of this.known)
      if (account.userId === userId) this.known.delete(hash);
  }

  /**
   * A UserSig for a person who is logged in; it ends with the token at the latest, or whoever was let
   * in for a minute would stay for ever. `AUTH` also where the server has no key.
   */
  async userSig(
    token: string,
  ): Promise<Result<{ sdkAppId: number; userSig: string; expiresAtMs: number }>> {
    if (!this.sigKey) return err('AUTH', 'this server has no key for UserSigs');
    const known = await this.find(token);
    if (!known) return refused;
    const leftSeconds = Math.floor((known.expiresAtMs - this.now()) / 1000);
    if (leftSeconds < 1) return refused;
    const seconds = Math.min(USER_SIG_SECONDS, leftSeconds);
    return ok({
      sdkAppId: this.sigKey.sdkAppId,
      userSig: issueUserSig(this.sigKey, known.account.userId, seconds),
      expiresAtMs: this.now() + seconds * 1000,
    });
  }

  close(): void {
    clearInterval(this.sweep);
  }

  private async logIn(
    userId: string,
    kind: AccountKind,
    profile: Profile,
    signed: { sig: string; expiresAtMs: number } | null = null,
  ): Promise<Login> {
    const name = cleanName(profile.name ?? '');
    const avatar = cleanAvatar(profile.avatar ?? '');
    const token = randomBytes(32).toString('base64url');
    const hash = hashOf(token);
    const now = this.now();
    const expiresAtMs = signed?.expiresAtMs ?? now + tokenLifetimeMs[kind];
    // What is not said anew stays as it was.
    const written = this.database.writeAll([
      {
        sql: `INSERT INTO accounts (user_id, name, avatar, kind, created_ms) VALUES (?, ?, ?, ?, ?)
              ON CONFLICT (user_id) DO UPDATE SET
                name = CASE WHEN ? <> '' THEN excluded.name ELSE name END,
                avatar = CASE WHEN excluded.avatar <> '' THEN excluded.avatar ELSE avatar END,
                kind = excluded.kind`,
        args: [userId, name || defaultName(userId), avatar, kind, now, name],
      },
      {
        sql: 'INSERT INTO tokens (hash, user_id, sig, expires_ms) VALUES (?, ?, ?, ?)',
        args: [hash, userId, signed?.sig ?? '', expiresAtMs],
      },
    ]);
    // Asked at once: it sees what was written before it, in the same round.
    const [known] = await Promise.all([this.lookUp(hash), written]);
    if (!known) throw new Error('a token that was just written is not there');
    return { account: known.account, token, expiresAtMs };
  }

  private async lookUp(hash: string): Promise<Known | null> {
    const rows = await this.database.read<AccountRow & { expires_ms: number }>(
      `SELECT a.user_id, a.name, a.avatar, a.kind, t.expires_ms
       FROM tokens t JOIN accounts a ON a.user_id = t.user_id WHERE t.hash = ?`,
      hash,
    );
    const [row] = rows;
    if (!row) return null;
    const { user_id: userId, name, avatar, kind } = row;
    const known: Known = {
      account: { userId, name, avatar, owner: kind === 'owner' },
      expiresAtMs: row.expires_ms,
    };
    this.known.set(hash, known);
    if (this.known.size > MOST_KNOWN) {
      const oldest = this.known.keys().next().value;
      if (oldest !== undefined) this.known.delete(oldest);
    }
    return known;
  }

  private async forgetExpired(): Promise<void> {
    const now = this.now();
    for (const [hash, { expiresAtMs }] of this.known)
      if (expiresAtMs <= now) this.known.delete(hash);
    await this.database
      .writeAll([
        { sql: 'DELETE FROM tokens WHERE expires_ms <= ?', args: [now] },
        { sql: 'DELETE FROM revoked_sigs WHERE expires_ms <= ?', args: [now] },
        // A guest without a token is nobody any more.
        {
          sql: `DELETE FROM accounts WHERE kind = 'guest'
                AND user_id NOT IN (SELECT user_id FROM tokens)`,
          args: [],
        },
      ])
      .catch(() => {});
  }
}

/** Names that this server gives out itself. */
const isOurs = (userId: string): boolean => userId === OWNER_ID || userId.startsWith(GUEST_PREFIX);

const defaultName = (userId: string): string => cleanName(userId.slice(0, 12));
