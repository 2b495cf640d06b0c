import { Agent, request } from 'node:http';
import { createRequire } from 'node:module';

const { Api } = createRequire(import.meta.url)('tls-sig-api-v2');

/** The application that the people of this bench belong to. */
export const APP = { id: 1400000001, key: 'a-key-of-this-bench-0123456789abcdef' };

/** How long calls took, ms, by their name. @type {Map<string, number[]>} */
export const took = new Map();

/** Somebody with an address and a connection of their own, as in life. */
export class Client {
  /** @param {number} port @param {number} index 0..65000 */
  constructor(port, index) {
    this.port = port;
    this.userID = `bench${index}`;
    this.from = `127.0.${2 + Math.floor(index / 250)}.${1 + (index % 250)}`;
    this.agent = new Agent({ keepAlive: true, maxSockets: 1, localAddress: this.from });
    this.token = '';
  }

  async login() {
    const userSig = new Api(APP.id, APP.key).genSig(this.userID, 3_600, null);
    const { token } = await this.call('login', { userID: this.userID, userSig });
    this.token = token;
  }

  /** @param {string} name @param {object} body @returns {Promise<any>} rejects where the code is not 0 */
  async call(name, body = {}) {
    const query = new URLSearchParams({ userID: this.userID, token: this.token });
    const path = `/weapp/live_room/${name}${name === 'login' ? '' : `?${query}`}`;
    const startedAtMs = performance.now();
    const answer = JSON.parse(await this.post(path, JSON.stringify(body)));
    const list = took.get(name) ?? [];
    list.push(performance.now() - startedAtMs);
    took.set(name, list);
    if (answer.code !== 0) throw new Error(`${name}: ${answer.code} ${answer.message}`);
    return answer;
  }

  /** @param {string} path @param {string} body @returns {Promise<string>} */
  post(path, body) {
    const { agent, port } = this;
    return new Promise((resolve, reject) => {
      const sent = request(
        {
          ...{ host: '127.0.0.1', port, path, agent, method: 'POST' },
          headers: { 'content-length': Buffer.byteLength(body) },
        },
        (response) => {
          let text = '';
          response.on('data', (data) => (text += data));
          response.on('end', () => resolve(text));
          response.on('error', reject);
        },
      );
      // The server had just closed the idle connection; any client asks again.
      sent.on('error', (error) =>
        sent.reusedSocket ? this.post(path, body).then(resolve, reject) : reject(error),
      );
      sent.end(body);
    });
  }
}
