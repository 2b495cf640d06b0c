import { err, ok, type Result } from '../../common/result.ts';
import { type Guest, logInAsGuest } from './api.ts';

const KEY = 'anchor-studio:guest';
/** A token that ends sooner is replaced, ms. */
const SPARE_MS = 60_000;

/** `named`: the name is the person's own, not one that the server made up. */
type Known = Guest & { readonly named: boolean };

function saved(): Known | null {
  try {
    const guest = JSON.parse(localStorage.getItem(KEY) ?? 'null') as Known | null;
    return guest && typeof guest.token === 'string' ? guest : null;
  } catch {
    return null;
  }
}

function save(guest: Known): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(guest));
  } catch {
    // Private windows may have no storage: then it lasts as long as the page.
  }
}

/** Who the viewer is to the server: a guest without a name, until they want to talk. */
export class Viewer {
  private guest: Known | null = saved();

  /** The name they took; empty before. */
  get name(): string {
    return this.guest?.named ? this.guest.name : '';
  }

  get tokenNow(): string | undefined {
    return this.guest?.token;
  }

  /** A token that is good for a while; `fresh` gets another one for the same name. */
  async token(fresh = false): Promise<Result<string>> {
    if (this.guest && !fresh && this.guest.expiresAtMs - SPARE_MS > Date.now())
      return ok(this.guest.token);
    return this.call(this.name);
  }

  /** Takes a name; the server may shorten it. */
  async call(name: string): Promise<Result<string>> {
    const guest = await logInAsGuest(name, this.guest?.token);
    if (!guest.ok) return err(guest.error.code, guest.error.message);
    this.guest = { ...guest.value, named: name !== '' };
    save(this.guest);
    return ok(guest.value.token);
  }
}
