import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { err, ok, type Result } from '../../../common/result.ts';

/** Where a server without a secret store keeps its authority: for its own user's eyes alone. */
export class AuthorityFile {
  readonly #folder: string;
  readonly #path: string;

  constructor(folder: string) {
    this.#folder = folder;
    this.#path = join(folder, 'authority.pem');
  }

  /** Empty where there is none yet. `FILE_MISSING` for one that cannot be read: a new one would take its place otherwise. */
  async read(): Promise<Result<string>> {
    try {
      return ok(await readFile(this.#path, 'utf8'));
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'ENOENT') return ok('');
      return err('FILE_MISSING', `cannot read the authority ${this.#path} (${code})`);
    }
  }

  /** Whole or not at all. Rejects when the folder takes no file. */
  async write(authority: string): Promise<void> {
    await mkdir(this.#folder, { recursive: true });
    const fresh = `${this.#path}.new`;
    const file = await open(fresh, 'w', 0o600);
    try {
      // A file of before may have been open to others.
      await file.chmod(0o600);
      await file.writeFile(authority);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(fresh, this.#path);
  }
}
