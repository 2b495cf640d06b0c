import { join } from 'node:path';
import { build } from 'vite';

/** Builds the guest's page into a folder, as it is shipped. */
export async function buildGuestPage(outDir: string): Promise<void> {
  await build({
    root: join(import.meta.dirname, '../../../renderer/guest'),
    configFile: false,
    logLevel: 'error',
    base: '/guest/',
    publicDir: false,
    build: { outDir, target: 'es2022', assetsInlineLimit: 0, modulePreload: false },
  });
}
