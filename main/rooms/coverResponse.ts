import { roomLimits } from '../../common/rooms/api.ts';

/** Where the embedded server keeps the covers of its rooms. */
export const COVERS = '/covers/';
const coverPath = /^\/covers\/[0-9a-f]{40}\.(png|jpg|webp)$/;
const pictures = new Set(['image/png', 'image/jpeg', 'image/webp']);
const WAIT_MS = 5000;

const none = (): Response => new Response(null, { status: 404 });

/**
 * A cover of a room on the embedded server, for the studio's window, which loads nothing from a
 * network by itself. Nothing but a picture of the size that the room service takes gets through.
 */
export async function coverResponse(origin: string | null, path: string): Promise<Response> {
  if (!origin || !coverPath.test(path)) return none();
  try {
    const signal = AbortSignal.timeout(WAIT_MS);
    const answer = await fetch(origin + path, { redirect: 'error', signal });
    const type = answer.headers.get('content-type') ?? '';
    const length = Number(answer.headers.get('content-length') ?? Number.NaN);
    if (!answer.ok || !pictures.has(type) || !(length <= roomLimits.coverBytes)) {
      await answer.body?.cancel();
      return none();
    }
    const picture = await answer.arrayBuffer();
    return new Response(picture, {
      headers: {
        'content-type': type,
        'content-security-policy': "default-src 'none'; sandbox",
        'x-content-type-options': 'nosniff',
        'cache-control': 'private, max-age=3600',
      },
    });
  } catch {
    return none();
  }
}
