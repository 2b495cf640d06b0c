// The programme's own worker; `collectGarbage` makes it give up what nobody holds, so that a
// frame that was never closed is complained about.
import '../../../renderer/stage/programme/worker.ts';

self.addEventListener('message', ({ data }) => {
  if (data?.type === 'collectGarbage') (globalThis as unknown as { gc(): void }).gc();
});
