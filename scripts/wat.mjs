// A Vite plugin: `import binary from './x.wat'` gives the assembled WebAssembly as bytes.
import { readFile } from 'node:fs/promises';

/** @returns {import('vite').Plugin} */
export function wat() {
  return {
    name: 'wat',
    enforce: 'pre',
    async load(id) {
      if (!id.endsWith('.wat')) return null;
      const { default: wabt } = await import('wabt');
      const { parseWat } = await wabt();
      const parsed = parseWat(id, await readFile(id, 'utf8'), { simd: true });
      try {
        const { buffer } = parsed.toBinary({});
        const text = Buffer.from(buffer).toString('base64');
        return `export default Uint8Array.from(atob('${text}'), (it) => it.charCodeAt(0));`;
      } finally {
        parsed.destroy();
      }
    },
  };
}
