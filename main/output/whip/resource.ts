import { ok, type Result } from '../../../common/result.ts';
import { codeOfStatus, whipError } from './errors.ts';
import { exchange, headerOf, type WhipRequest, type WhipResponse } from './http.ts';
import {
  type Candidate,
  FRAGMENT_TYPE,
  restartedAnswer,
  restartFragment,
  trickleFragment,
} from './iceFragment.ts';
import { type IceServer, iceServersOf } from './link.ts';
import { checkAnswer } from './sdpAnswer.ts';
import { resolveWithin } from './url.ts';

/** How to ask one server. */
export type Access = {
  readonly endpoint: URL;
  readonly token: string | null;
  readonly ca?: string;
};

/** Candidates that come within this go in one PATCH, ms. */
const TRICKLE_MS = 100;
const PATCH_MS = 3_000;

/** What became of our POST: the session at the server, to be changed and taken down. */
export class WhipResource {
  readonly #access: Access;
  /** Where it can be changed; null where the server did not say. */
  readonly #url: URL | null;
  #offer: string;
  #answer: string;
  #etag: string | null;
  readonly iceServers: readonly IceServer[];
  #patches = true;
  #waiting: Candidate[] = [];
  #timer: NodeJS.Timeout | undefined;

  private constructor(access: Access, offer: string, answer: string, response: WhipResponse) {
    this.#access = access;
    this.#offer = offer;
    this.#answer = answer;
    const location = headerOf(response, 'location');
    this.#url = location === undefined ? null : resolveWithin(response.url, location);
    const etag = headerOf(response, 'etag');
    this.#etag = etag && etag.length <= 256 ? etag : null;
    this.iceServers = iceServersOf(response.headers.link);
  }

  /** Offers a session (RFC 9725, 4.2). Errors: those of `exchange`, `AUTH`, `PROTOCOL`. */
  static async post(
    access: Access,
    offer: string,
    timeoutMs: number,
    signal: AbortSignal,
  ): Promise<Result<WhipResource>> {
    const { endpoint } = access;
    const posted = await exchange({
      ...requestTo(access, endpoint),
      method: 'POST',
      headers: { 'content-type': 'application/sdp', accept: 'application/sdp' },
      body: offer,
      timeoutMs,
      signal,
    });
    if (!posted.ok) return posted;
    const { status, body } = posted.value;
    if (status !== 201)
      return { ok: false, error: whipError(endpoint, codeOfStatus(status), { status }) };
    const type = headerOf(posted.value, 'content-type') ?? '';
    const answer = checkAnswer(offer, body);
    const resource = new WhipResource(access, offer, answer.ok ? answer.value : '', posted.value);
    if (answer.ok && /^application\/sdp\s*(;|$)/i.test(type)) return ok(resource);
    // The server has a session that we will never use.
    void resource.delete(PATCH_MS);
    return answer.ok ? { ok: false, error: whipError(endpoint, 'PROTOCOL', { status }) } : answer;
  }

  /** The server's answer as it stands now. */
  get answer(): string {
    return this.#answer;
  }

  /** False once the server has said that it does not know PATCH, or where there is nothing to PATCH. */
  get patches(): boolean {
    return this.#patches && this.#url !== null;
  }

  /** Tells the server of a candidate found after the offer had left, where it wants to know. */
  trickle(candidate: Candidate): void {
    // The end alone is no news: nothing came after the offer.
    if (!this.patches || (candidate.candidate === null && this.#waiting.length === 0)) return;
    if (this.#waiting.length < 64) this.#waiting.push(candidate);
    this.#timer ??= setTimeout(() => void this.#flush(), TRICKLE_MS);
  }

  async #flush(): Promise<void> {
    this.#timer = undefined;
    const fragment = trickleFragment(this.#offer, this.#waiting.splice(0));
    const sent = await this.#patch(fragment, this.#etag);
    // 2xx is well; any other is a server that wants none.
    if (!sent.ok || sent.value.status >= 300) this.#patches = false;
  }

  /** Restarts ICE with a new offer of ours (RFC 9725, 4.3.2); gives the answer that stands then. */
  async restartIce(offer: string): Promise<Result<string>> {
    const { endpoint } = this.#access;
    const sent = await this.#patch(restartFragment(offer), '"*"');
    if (!sent.ok) return sent;
    const { status, body } = sent.value;
    if (status === 405 || status === 501) this.#patches = false;
    if (status !== 200) return { ok: false, error: whipError(endpoint, 'PROTOCOL', { status }) };
    const answer = restartedAnswer(offer, this.#answer, body);
    if (!answer.ok) return answer;
    this.#offer = offer;
    this.#answer = answer.value;
    this.#etag = headerOf(sent.value, 'etag')?.slice(0, 256) ?? this.#etag;
    return answer;
  }

  /** Takes the session down; never fails, for there is nothing to be done about it. */
  async delete(timeoutMs: number): Promise<void> {
    clearTimeout(this.#timer);
    if (!this.#url) return;
    await exchange({ ...requestTo(this.#access, this.#url), method: 'DELETE', timeoutMs });
  }

  #patch(body: string, match: string | null): Promise<Result<WhipResponse>> {
    const request: WhipRequest = {
      ...requestTo(this.#access, this.#url as URL),
      method: 'PATCH',
      headers: { 'content-type': FRAGMENT_TYPE, ...(match && { 'if-match': match }) },
      body,
      timeoutMs: PATCH_MS,
    };
    return exchange(request);
  }
}

const requestTo = ({ endpoint, token, ca }: Access, url: URL) => ({
  url,
  token,
  tokenFor: endpoint,
  ...(ca && { ca }),
});
