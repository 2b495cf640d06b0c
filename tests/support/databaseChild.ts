import { openDatabase } from '../../main/server/data/open.ts';

/** Writes rows until killed and prints each one's number once it is acknowledged. Argument: the file. */
const opened = await openDatabase(process.argv[2] ?? '');
if (!opened.ok) throw new Error(opened.error.message);
const database = opened.value;
let next = 0;
const write = async (): Promise<void> => {
  for (;;) {
    const number = next++;
    await database.write('INSERT INTO followers VALUES (?, ?, ?)', 'owner', `u${number}`, number);
    process.stdout.write(`${number}\n`);
  }
};
await Promise.all(Array.from({ length: 20 }, write));
