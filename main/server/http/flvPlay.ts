import type { OutgoingHttpHeaders, ServerResponse } from 'node:http';
import type { LiveStream } from '../hub.ts';
import { Viewer } from '../play/viewer.ts';
import { baseHeaders } from './guards.ts';

export const flvHeaders = (): OutgoingHttpHeaders => ({
  ...baseHeaders(),
  'Content-Type': 'video/x-flv',
  'Cache-Control': 'no-store',
  Connection: 'close',
});

/**
 * Sends a stream for as long as it lasts and is read.
 * @param network whom limits are counted for
 * @param isCounted as a viewer
 */
export function serveFlv(
  response: ServerResponse,
  stream: LiveStream,
  network: string,
  isCounted: boolean,
  log: (line: string) => void,
): void {
  response.writeHead(200, flvHeaders());
  response.socket?.setNoDelay(true);
  const onCut = () => log('play: a viewer read too slowly, cut');
  const viewer = new Viewer(response, network, onCut, isCounted);
  response.on('close', () => stream.remove(viewer));
  stream.add(viewer);
}
