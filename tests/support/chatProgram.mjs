import { mkdir, mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

const root = fileURLToPath(new URL('../..', import.meta.url));

/**
 * Bundles the chat server of `chatChild.ts` with its database thread, where Node finds the packages.
 * @returns {Promise<{ folder: string, script: string }>} the folder is the caller's to remove
 */
export async function makeChatProgram() {
  await mkdir(join(root, '.cache'), { recursive: true });
  const folder = await mkdtemp(join(root, '.cache', 'chat-'));
  const build = await rolldown({
    input: {
      chatChild: join(root, 'tests/support/chatChild.ts'),
      databaseThread: join(root, 'main/server/data/thread.ts'),
    },
    platform: 'node',
    logLevel: 'silent',
    // Packages stay as they are: one of them is native.
    external: (id) => !id.startsWith('.') && !id.startsWith('/'),
  });
  await build.write({
    dir: folder,
    format: 'esm',
    entryFileNames: '[name].mjs',
    chunkFileNames: '[name].mjs',
  });
  await build.close();
  return { folder, script: join(folder, 'chatChild.mjs') };
}
