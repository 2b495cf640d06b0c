import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { openDatabase } from '../../../main/server/data/open.ts';
import { buildPrograms } from '../../../scripts/build.mjs';
import { bundle } from '../../support/bundle.ts';
import { cleanUp, run, tempFolder, until } from './support.ts';

afterAll(cleanUp);

test('all that was acknowledged before a kill is there afterwards, on the thread as it is built', async () => {
  const folder = await tempFolder();
  await buildPrograms(['databaseThread'], folder);
  const program = await bundle(join(import.meta.dirname, '../../support/databaseChild.ts'), folder);
  const file = join(folder, 'data', 'server.db');
  const acknowledged = new Set<number>();
  for (let round = 1; round <= 2; round++) {
    const child = run(process.execPath, [program, file]);
    let printed = '';
    child.child.stdout?.on('data', (data) => (printed += data));
    const lines = () => printed.split('\n').slice(0, -1);
    await until('some writes', () => lines().length > 200 * round);
    child.child.kill('SIGKILL');
    await child.done;
    for (const line of lines()) acknowledged.add(Number(line));

    const opened = await openDatabase(file);
    if (!opened.ok) throw new Error(opened.error.message);
    expect(opened.value.setAside).toBe(null);
    const rows = await opened.value.read<{ since_ms: number }>('SELECT since_ms FROM followers');
    const kept = new Set(rows.map(({ since_ms }) => since_ms));
    expect([...acknowledged].filter((number) => !kept.has(number))).toEqual([]);
    await opened.value.write('DELETE FROM followers');
    acknowledged.clear();
    await opened.value.close();
  }
});
