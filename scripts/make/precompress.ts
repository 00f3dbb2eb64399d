import { readdir, readFile, writeFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

/** What does not shrink, such as fonts and pictures, stays as it is. */
const TEXTS = new Set(['.js', '.css', '.svg', '.json']);
/** Smaller files fit into one packet anyway. */
const MIN_BYTES = 1_024;

/**
 * Puts a `.br` and a `.gz` beside each text of a folder, as small as they get: made once, sent many times.
 */
export async function precompress(folder: string): Promise<void> {
  const files = (await readdir(folder, { recursive: true })).filter((file) => TEXTS.has(extname(file)));
  await Promise.all(
    files.map(async (file) => {
      const path = join(folder, file);
      const content = await readFile(path);
      if (content.length < MIN_BYTES) return;
      const params = {
        [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
        [constants.BROTLI_PARAM_SIZE_HINT]: content.length,
      };
      await Promise.all([
        promisify(brotliCompress)(content, { params }).then((small) => writeFile(`${path}.br`, small)),
        promisify(gzip)(content, { level: constants.Z_BEST_COMPRESSION }).then((small) =>
          writeFile(`${path}.gz`, small),
        ),
      ]);
    }),
  );
}
