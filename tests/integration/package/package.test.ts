import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { promisify } from 'node:util';
import { extractFile, listPackage } from '@electron/asar';
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { projectRoot, sandboxSwitches } from '../../support/electronPath.ts';

const run = promisify(execFile);

/** How a fuse's state is written in the binary. */
const off = '0'.charCodeAt(0);
const on = '1'.charCodeAt(0);

/** SECURITY.md, row 19. */
const expectedFuses = {
  RunAsNode: off,
  EnableNodeOptionsEnvironmentVariable: off,
  EnableNodeCliInspectArguments: off,
  GrantFileProtocolExtraPrivileges: off,
  EnableCookieEncryption: on,
  OnlyLoadAppFromAsar: on,
  EnableEmbeddedAsarIntegrityValidation: on,
} as const;

describe.runIf(process.platform === 'linux')('the packaged app', () => {
  let output = '';
  let folder = '';
  let binary = '';
  let asar = '';

  beforeAll(async () => {
    output = mkdtempSync(join(tmpdir(), 'anchor-package-'));
    await run(process.execPath, ['scripts/package.mjs', '--dir', `--output=${output}`], {
      cwd: projectRoot,
      maxBuffer: 16 * 1024 * 1024,
    });
    folder = join(output, 'linux-unpacked');
    binary = join(folder, 'anchor-studio');
    asar = join(folder, 'resources/app.asar');
  }, 180_000);

  afterAll(() => rmSync(output, { recursive: true, force: true }));

  it.each(Object.entries(expectedFuses))('has the fuse %s set', async (name, state) => {
    const wire = await getCurrentFuseWire(binary);
    expect(wire[FuseV1Options[name as keyof typeof expectedFuses]]).toBe(state);
  });

  it('holds the built program and nothing else', () => {
    const files = listPackage(asar, { isPack: false });
    expect(files).toContain('/dist/main/index.mjs');
    const strangers = files.filter(
      (file) =>
        !/^\/(package\.json|dist|resources)(\/|$)/.test(file) ||
        /node_modules|\.(ts|tsx|map|key|pem|env|log|tgz)$|\.test\.|\.spec\./.test(file),
    );
    expect(strangers).toEqual([]);
    const unpacked = join(folder, 'resources/app.asar.unpacked');
    const loose = readdirSync(unpacked, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => relative(unpacked, join(entry.parentPath, entry.name)));
    expect(loose).toEqual(['dist/main/libsql.node']);
    expect(existsSync(join(folder, 'resources/default_app.asar'))).toBe(false);
  });

  it('has no sandbox switch, private key or path of the building machine in it', () => {
    const files = listPackage(asar, { isPack: false }).filter((file) =>
      /\.(m?js|cjs|json|html|css)$/.test(file),
    );
    for (const file of files) {
      const text = extractFile(asar, file.slice(1)).toString('utf8');
      expect(text, file).not.toMatch(/--?no-sandbox|appendSwitch\(['"]no-sandbox/);
      expect(text, file).not.toMatch(/-----BEGIN [A-Z ]*PRIVATE KEY-----\s+[A-Za-z0-9+/]{40}/);
      expect(text.includes(projectRoot), `${file} names ${projectRoot}`).toBe(false);
    }
  });

  it('starts, as itself and never as Node', async () => {
    const { stdout } = await run(binary, [...sandboxSwitches(), '--help'], {
      env: { ...process.env, ELECTRON_RUN_AS_NODE: '1', NODE_OPTIONS: '--no-such-option' },
      timeout: 30_000,
    });
    expect(stdout).toContain('--go-live');
  }, 40_000);

  it('goes live to its own server, whose database is on disk', async () => {
    const userData = join(output, 'user-data');
    const { stdout, stderr } = await run(
      binary,
      [
        ...[...sandboxSwitches(), `--user-data-dir=${userData}`, '--go-live', '--no-window'],
        ...['--size', '320x180', '--fps', '10', '--seconds', '2'],
      ],
      { timeout: 60_000 },
    );
    expect(stdout + stderr).toMatch(/ingest: stream studio is being published/);
    expect(existsSync(join(userData, 'server/server.db'))).toBe(true);
  }, 70_000);
});
