import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const ENTRY = 'pixels.ts';
const SIMD_SOURCES = fileURLToPath(new URL('./simd', import.meta.url));
/** Next to the bundle after a build. */
const BESIDE = fileURLToPath(new URL('./mixer.wasm', import.meta.url));

/**
 * The compiled SIMD module: from `file`, else from next to this bundle, else compiled from source into a
 * cache that is keyed by the source (development and tests).
 */
export async function loadSimd(file?: string): Promise<WebAssembly.Module> {
  const found = file ?? (existsSync(BESIDE) ? BESIDE : await compiledSimd());
  return WebAssembly.compile(await readFile(found));
}

/** The file of the module compiled from the sources as they are; made where it is not there yet. */
export async function compiledSimd(): Promise<string> {
  const hash = createHash('sha256')
    .update(JSON.stringify([...(await simdSources())]))
    .digest('hex')
    .slice(0, 16);
  const file = path.resolve('.cache/simd', `mixer-${hash}.wasm`);
  if (!existsSync(file)) await buildSimd(file);
  return file;
}

/** By name of the file. */
async function simdSources(): Promise<ReadonlyMap<string, string>> {
  const names = (await readdir(SIMD_SOURCES)).filter((name) => name.endsWith('.ts')).sort();
  const texts = await Promise.all(names.map((name) => readFile(path.join(SIMD_SOURCES, name), 'utf8')));
  return new Map(names.map((name, i) => [name, texts[i] ?? '']));
}

/**
 * Compiles the SIMD module to `outFile` (about a second). Throws with the compiler's output when it does not
 * compile.
 */
export async function buildSimd(outFile: string): Promise<void> {
  const [{ default: asc }, sources] = await Promise.all([import('assemblyscript/asc'), simdSources()]);
  let wasm: Uint8Array | null = null;
  const { error, stderr } = await asc.main(
    [
      ENTRY,
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
      readFile: (name) => sources.get(name) ?? null,
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
