import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const SOURCE = 'pixels.ts';

export const SIMD_SOURCE = fileURLToPath(new URL(`./simd/${SOURCE}`, import.meta.url));

/**
 * Compiles the SIMD module to `outFile` (about a second). Throws with the compiler's own words when it does
 * not compile.
 */
export async function buildSimd(outFile: string): Promise<void> {
  const [{ default: asc }, source] = await Promise.all([
    import('assemblyscript/asc'),
    readFile(SIMD_SOURCE, 'utf8'),
  ]);
  let wasm: Uint8Array | null = null;
  const { error, stderr } = await asc.main(
    [
      SOURCE,
      '--outFile',
      'out.wasm',
      '--runtime',
      'stub',
      '--enable',
      'simd',
      '-O3',
      '--noAssert',
      '--importMemory',
    ],
    {
      readFile: (name) => (name === SOURCE ? source : null),
      writeFile: (_name, contents) => {
        if (typeof contents !== 'string') wasm = contents;
      },
      listFiles: () => [],
    },
  );
  if (error || !wasm)
    throw new Error(`The SIMD module does not compile.\n${stderr.toString()}`, { cause: error });
  await mkdir(path.dirname(outFile), { recursive: true });
  // Renamed into place, so that a test that starts at the same moment never reads half a file.
  const draft = `${outFile}.${process.pid}.${Date.now()}`;
  await writeFile(draft, wasm);
  await rename(draft, outFile);
}
