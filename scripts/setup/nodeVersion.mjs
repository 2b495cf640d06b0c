import { SetupError } from './say.mjs';

/** The oldest Node that runs the build and the tests: 20.19 has `require` of ES modules. */
export const oldestNode = [20, 19];

/**
 * @param {string} version as in `process.versions.node`
 * @throws {SetupError} one line, when it is too old
 */
export function checkNodeVersion(version = process.versions.node) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [oldestMajor = 0, oldestMinor = 0] = oldestNode;
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return;
  throw new SetupError(
    `Node ${oldestNode.join('.')} or newer is needed; this is ${version}. Get it from nodejs.org.`,
  );
}
