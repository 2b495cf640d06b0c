import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkBoundaries } from '../../../scripts/checking/checks.mjs';
import { projectRoot } from '../../support/electronPath.ts';

/** One deliberate violation for each rule: who imports what. */
const violations = {
  'no-cycles': ['main/cycle/a.ts', 'main/cycle/b.ts'],
  'common-is-the-base': ['common/bad.ts', 'react'],
  'common-is-the-base (node)': ['common/badNode.ts', 'node:fs'],
  'renderer-is-a-page': ['renderer/ui/bad.ts', 'main/index.ts'],
  'renderer-is-a-page (preload)': ['renderer/ui/badPreload.ts', 'preload/ui.ts'],
  'renderer-is-a-page (electron)': ['renderer/stage/bad.ts', 'electron'],
  'renderer-has-no-node': ['renderer/stage/badNode.ts', 'node:path'],
  'main-has-no-page': ['main/bad.ts', 'renderer/ui/app.ts'],
  'preload-is-a-bridge': ['preload/bad.ts', 'main/index.ts'],
  'feature-through-its-door': [
    'renderer/ui/features/mixer/bad.ts',
    'renderer/ui/features/scenes/inside.ts',
  ],
  'feature-door-from-outside': ['renderer/ui/app/bad.ts', 'renderer/ui/features/scenes/inside.ts'],
  'plain-libraries': ['renderer/stage/compositor/bad.ts', 'react'],
  'plain-libraries (rtmp)': ['main/output/rtmp/bad.ts', 'electron'],
  'plain-libraries (flv)': ['main/output/flv/bad.ts', '@reduxjs/toolkit'],
  'plain-libraries (recorder)': ['main/output/recorder/bad.ts', 'electron'],
  'server-without-electron': ['main/server/rooms/bad.ts', 'electron'],
  'product-has-no-tests': ['main/badTest.ts', 'tests/support/help.ts'],
  resolvable: ['main/badPath.ts', './nowhere.ts'],
} satisfies Record<string, [string, string]>;

/** What the layers allow. */
const allowed: [string, string][] = [
  ['common/good.ts', 'zod'],
  ['common/goodSlice.ts', '@reduxjs/toolkit'],
  ['renderer/ui/app/good.ts', 'renderer/ui/features/scenes/index.ts'],
  ['renderer/ui/features/mixer/good.ts', 'renderer/ui/features/scenes/index.ts'],
  ['main/server/process.ts', 'electron'],
  ['main/server/good.ts', 'node:fs'],
  ['main/output/rtmp/good.ts', 'node:net'],
];

let folder = '';

/** Writes a module that imports `target`: a path in the project, or a package. */
function write(file: string, target: string): void {
  const isPath = /^(common|main|preload|renderer|tests)\//.test(target);
  const specifier = isPath ? `${'../'.repeat(file.split('/').length - 1)}${target}` : target;
  mkdirSync(dirname(join(folder, file)), { recursive: true });
  writeFileSync(join(folder, file), `import '${specifier}';\nexport {};\n`);
}

describe('boundaries of the layers', () => {
  let report = '';

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'anchor-boundaries-'));
    symlinkSync(join(projectRoot, 'node_modules'), join(folder, 'node_modules'));
    const targets = [
      'main/index.ts',
      'preload/ui.ts',
      'renderer/ui/app.ts',
      'renderer/ui/features/scenes/inside.ts',
      'renderer/ui/features/scenes/index.ts',
      'tests/support/help.ts',
    ];
    for (const file of targets) {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), 'export {};\n');
    }
    for (const [file, target] of [...Object.values(violations), ...allowed]) write(file, target);
    write('main/cycle/b.ts', 'main/cycle/a.ts');
    report = await checkBoundaries(folder);
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it.each(Object.entries(violations))('catches %s', (rule, [file]) => {
    const name = rule.split(' ')[0] ?? '';
    expect(report).toMatch(new RegExp(`error ${name}: ${file.replaceAll('.', '\\.')}`));
  });

  it.each(allowed)('allows %s to import %s', (file) => {
    expect(report).not.toContain(`: ${file}`);
  });
});
