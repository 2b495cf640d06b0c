import { ensureDebianPackages } from './debianPackages.mjs';
import { ensureElectron } from './electron.mjs';
import { withTidyInterrupt } from './interrupt.mjs';
import { withLock } from './lock.mjs';
import { checkNodeVersion } from './nodeVersion.mjs';
import { ensureNpmPackages } from './npmPackages.mjs';
import { inRoot } from './paths.mjs';

/** Whether this machine has no screen of its own. */
export const lacksDisplay = () =>
  process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY;

const lockFile = inRoot('.cache/setup.lock');

/** Makes the npm packages ready; enough for `npm run check` and `npm run build`. */
export async function setUpPackages() {
  checkNodeVersion();
  await withTidyInterrupt(() => withLock(lockFile, ensureNpmPackages));
}

/**
 * Makes this checkout ready to run. Quick when it is.
 * @param {{tests?: boolean}} [options] `tests`: also what only the tests use
 * @returns {Promise<import('./runtimeRecord.mjs').Runtime>}
 */
export async function setUp({ tests = false } = {}) {
  checkNodeVersion();
  const steps = async () => {
    await ensureNpmPackages();
    await ensureDebianPackages({ tests, display: tests || lacksDisplay() });
    return ensureElectron();
  };
  return withTidyInterrupt(() => withLock(lockFile, steps));
}
