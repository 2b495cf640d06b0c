import { request } from 'node:http';
import { ROOM_SERVICE_PATH } from '../../../common/rooms/api.ts';

export type ApiAnswer = {
  readonly status: number;
  readonly headers: Record<string, string | string[] | undefined>;
  readonly body: Buffer;
  /** Of a JSON answer; empty for others. */
  readonly json: any;
};

export type ApiCall = {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** An object goes as JSON; a string or buffer as it is. */
  readonly body?: unknown;
  readonly token?: string;
  /** The address of this machine that it comes from. */
  readonly from?: string;
};

/** One request, exactly as it is said: `fetch` would tidy it. */
export function call(port: number, path: string, options: ApiCall = {}): Promise<ApiAnswer> {
  const { body, token, from = '127.0.0.1' } = options;
  const isRaw = typeof body === 'string' || Buffer.isBuffer(body);
  const payload = isRaw ? body : body === undefined ? undefined : JSON.stringify(body);
  return new Promise((resolve, reject) => {
    const sent = request(
      {
        ...{ host: '127.0.0.1', port, path, localAddress: from, agent: false },
        method: options.method ?? (body === undefined ? 'GET' : 'POST'),
        headers: {
          ...(token ? { authorization: `Bearer ${token}` } : {}),
          ...(payload === undefined ? {} : { 'content-length': Buffer.byteLength(payload) }),
          ...options.headers,
        },
      },
      (response) => {
        const parts: Buffer[] = [];
        response.on('data', (part) => parts.push(part));
        response.on('error', reject);
        response.on('end', () => {
          const whole = Buffer.concat(parts);
          const isJson = String(response.headers['content-type']).startsWith('application/json');
          const json = isJson && whole.length > 0 ? JSON.parse(whole.toString()) : {};
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            body: whole,
            json,
          });
        });
      },
    );
    // An answer to a body that is not read to its end may come with a reset.
    sent.on('error', reject);
    sent.end(payload);
  });
}

/** RoomService as its clients call it. */
export const roomService =
  (port: number, who: { readonly userID: string; readonly token: string }, from?: string) =>
  async (name: string, body: object = {}) => {
    const query = new URLSearchParams(who);
    const path = `${ROOM_SERVICE_PATH}/${name}?${query}`;
    return (await call(port, path, { body, ...(from ? { from } : {}) })).json;
  };
