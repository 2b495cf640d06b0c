import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkLockFile } from '../../../scripts/checking/checks.mjs';
import { isNoise } from '../../../scripts/launch/noise.mjs';
import { missingNeeds } from '../../../scripts/setup/debianPackages.mjs';
import { expectHash } from '../../../scripts/setup/fallbackElectron.mjs';
import { withLock } from '../../../scripts/setup/lock.mjs';
import { checkNodeVersion } from '../../../scripts/setup/nodeVersion.mjs';
import { holdsPackages } from '../../../scripts/setup/npmPackages.mjs';
import { projectRoot } from '../../support/electronPath.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'anchor-setup-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('Node', () => {
  it('is refused in one line when too old', () => {
    for (const version of ['20.19.0', '20.20.2', '22.0.0', '26.1.0']) checkNodeVersion(version);
    for (const version of ['18.20.4', '20.18.3'])
      expect(() => checkNodeVersion(version)).toThrow(`this is ${version}`);
  });
});

describe('Debian packages', () => {
  it('are not missing when a newer release has them under its own name', () => {
    const needs = [['libasound2', 'libasound2t64'], ['libnss3'], ['nginx-light', 'nginx']];
    const installed = new Set(['libasound2t64', 'nginx']);
    expect(missingNeeds(needs, installed)).toEqual([['libnss3']]);
  });
});

describe('npm packages', () => {
  const lock = JSON.stringify({
    packages: {
      '': {},
      'node_modules/a': { version: '1.0.0' },
      'node_modules/mac-only': { version: '1.0.0', optional: true },
    },
  });
  const installed = (version: string) =>
    JSON.stringify({ packages: { 'node_modules/a': { version } } });

  it('are taken as they are only when they are the locked ones', () => {
    expect(holdsPackages(lock, installed('1.0.0'))).toBe(true);
    expect(holdsPackages(lock, installed('1.0.1'))).toBe(false);
    expect(holdsPackages(lock, undefined)).toBe(false);
  });

  it('come from no host that the lock file names', () => {
    expect(checkLockFile('"resolved": "https://registry.example/a.tgz"')).toContain('1 hosts');
    expect(checkLockFile(readFileSync(join(projectRoot, 'package-lock.json'), 'utf8'))).toBe('');
  });
});

describe('the pinned runtime', () => {
  it('is refused when a hash is another', async () => {
    const file = join(folder, 'electron');
    writeFileSync(file, 'abc');
    const sha256 = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';
    await expectHash(file, 'sha256', 'hex', sha256);
    writeFileSync(file, 'abd');
    await expect(expectHash(file, 'sha256', 'hex', sha256)).rejects.toThrow('it is not run');
    await expect(expectHash(`${file}x`, 'sha256', 'hex', sha256)).rejects.toThrow('missing');
  });
});

describe('the set-up lock', () => {
  it('lets one in at a time', async () => {
    const file = join(folder, 'lock');
    const seen: string[] = [];
    const body = (name: string) => async () => {
      seen.push(`${name} in`);
      await new Promise((done) => setTimeout(done, 30));
      seen.push(`${name} out`);
    };
    await Promise.all([withLock(file, body('a')), withLock(file, body('b'))]);
    expect(seen).toEqual(['a in', 'a out', 'b in', 'b out']);
  });

  it('is taken over from a process that died', async () => {
    const file = join(folder, 'lock');
    writeFileSync(file, '4194999');
    await expect(withLock(file, async () => 'in')).resolves.toBe('in');
  });
});

describe("Chromium's chatter", () => {
  it('is left out, and nothing that the app says', () => {
    const noise = [
      '[11408:1122/102342.401571:ERROR:bus.cc(407)] Failed to connect to the bus: no such file',
      '[1:1/1.1:ERROR:viz_main_impl.cc(183)] Exiting GPU process due to errors',
      '[1:1/1.1:WARNING:vaapi_wrapper.cc(1)] drmGetDevices2() has not found any devices',
      'ALSA lib confmisc.c:855:(parse_card) cannot find card',
      '',
    ];
    const said = [
      'refused: rtmp://127.0.0.1/live/***: connection refused',
      'TypeError: x is not a function',
      '    at file:///app/main/index.mjs:3:1',
      '[1:1/1.1:FATAL:zygote_host_impl_linux.cc(127)] No usable sandbox!',
      '[1:1/1.1:ERROR:CONSOLE(1)] "Uncaught Error"',
    ];
    expect(noise.filter((line) => !isNoise(line))).toEqual([]);
    expect(said.filter(isNoise)).toEqual([]);
  });
});
