import type { Result } from '../../../common/result.ts';

/** Keeps one token, in memory only; whoever asks while it is being made waits for the same one. */
export class TokenKeeper {
  readonly #login: () => Promise<Result<string>>;
  #token: Promise<Result<string>> | null = null;

  constructor(login: () => Promise<Result<string>>) {
    this.#login = login;
  }

  /** Secret. */
  async get(): Promise<Result<string>> {
    const asked = this.#token ?? this.#login();
    this.#token = asked;
    const token = await asked;
    if (!token.ok && this.#token === asked) this.#token = null;
    return token;
  }

  forget(): void {
    this.#token = null;
  }

  /** Does something with the token; with a fresh one should the first not be accepted any more. */
  async use<T>(call: (token: string) => Promise<Result<T>>): Promise<Result<T>> {
    const token = await this.get();
    if (!token.ok) return token;
    const done = await call(token.value);
    if (done.ok || done.error.code !== 'AUTH') return done;
    this.forget();
    const fresh = await this.get();
    return fresh.ok ? call(fresh.value) : fresh;
  }
}
