import type { Clock } from '../../../common/chat/clock.ts';
import { err, ok, type Result } from '../../../common/result.ts';
import { tried } from './errors.ts';
import { type Sdk, sdkNames } from './sdk.ts';

/** Who speaks, and what proves it. Secret; asked anew for each login. */
export type Login = { readonly userId: string; readonly userSig: string };
const READY_MS = 10_000;

/** Whether somebody is logged in at the service. */
export class Session {
  private readonly sdk: Sdk;
  private readonly clock: Clock;
  private readonly login: () => Promise<Result<Login>>;
  private waiting: (() => void)[] = [];
  private isReady = false;
  private userId = '';

  constructor(sdk: Sdk, clock: Clock, login: () => Promise<Result<Login>>) {
    this.sdk = sdk;
    this.clock = clock;
    this.login = login;
    sdk.on(sdkNames.ready, () => {
      this.isReady = true;
      for (const go of this.waiting.splice(0)) go();
    });
  }

  /** Logs in where nobody is. Gives the user's id. `AUTH`, `TIMEOUT`, `SERVICE`. */
  async open(): Promise<Result<string>> {
    if (this.isReady) return ok(this.userId);
    const login = await this.login();
    if (!login.ok) return login;
    const { userId: userID, userSig } = login.value;
    const done = await tried('login', () => this.sdk.login({ userID, userSig }));
    if (!done.ok) return done;
    const isReady = this.isReady || (await this.ready());
    if (!isReady) return err('TIMEOUT', "Tencent's chat was not ready.", { afterMs: READY_MS });
    this.userId = userID;
    return ok(userID);
  }

  /** The SDK logged out by itself. */
  over(): void {
    this.isReady = false;
  }

  async close(): Promise<void> {
    if (this.isReady) await tried('logout', () => this.sdk.logout());
    this.isReady = false;
    await tried('end', () => this.sdk.destroy());
  }

  private ready(): Promise<boolean> {
    return new Promise((resolve) => {
      const stop = this.clock.setTimer(() => resolve(false), READY_MS);
      this.waiting.push(() => {
        stop();
        resolve(true);
      });
    });
  }
}
