import { readFile, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ERROR_STATUS, type ErrorCode } from '../../contract/errors';
import type { Row } from '../../app/api/define';
import { ERRORS, WHO } from '../../app/api/openapi';
import { Schema, shapeText } from '../../app/api/schema-text';
import { NOUNS } from '../../app/api/table';
import { COUNTS, RATES } from '../../app/config/limits';
import { z } from 'zod';

/*
 * The tables of docs/api.md, from the rows of app/api and from the limits: `npm run docs` writes them between
 * `<!-- table: … -->` and `<!-- end of table -->`; api-tables.test.ts says when they are stale.
 */

export const API_GUIDE = resolve(import.meta.dirname, '../../docs/api.md');

/** The guide with its tables as they are now. @throws Error for a table that is not known, or is missing */
export function renewed(guide: string): string {
  const written = new Set<string>();
  const text = guide.replace(
    /(<!-- table: ([\w, ]+) -->\n)[^]*?(\n<!-- end of table -->)/g,
    (_, start: string, names: string, end: string) => {
      const wanted = names.split(', ');
      wanted.forEach((name) => written.add(name));
      return start + tableOf(wanted) + end;
    },
  );
  const missing = ['errors', 'limits', ...Object.keys(NOUNS)].filter((name) => !written.has(name));
  if (missing.length > 0) throw new Error(`docs/api.md has no table of ${missing.join(', ')}.`);
  return text;
}

function tableOf(names: string[]): string {
  if (names[0] === 'errors') return errors();
  if (names[0] === 'limits') return limits();
  const nouns: Record<string, readonly Row[]> = NOUNS;
  const rows = names.flatMap((name) => {
    const of = nouns[name];
    if (!of) throw new Error(`docs/api.md wants a table of ${name}, which app/api does not have.`);
    return of;
  });
  return table(
    ['call', 'who', 'answer'],
    rows.map((row) => [callText(row), WHO[row.who].says, answerText(row)]),
  );
}

/** `POST …/cut` `{cameraId, transition?}` */
function callText({ method, path, query, body }: Row): string {
  const short = path.replace('/api/v1/events/:slug/', '…/');
  const asked = query instanceof z.ZodObject ? `?${Object.keys(query.shape).join('=&')}=` : '';
  const fields = body ? shapeText(Schema.parse(z.toJSONSchema(body, { io: 'input' }))) : '';
  const shapes = fields.split(' or ').filter(Boolean);
  return [`\`${method} ${short}${asked}\``, shapes.map((shape) => `\`${shape}\``).join(' or ')]
    .join(' ')
    .trim();
}

/** With its status, unless that is 200. */
function answerText({ answers, says }: Row): string {
  const statuses = Object.keys(answers).map(Number);
  const first = statuses.find((status) => status > 200 && !(status === 202 || status === 206));
  if (first === 204) return says ? `204; ${says}` : '204';
  return first === undefined ? says : `${first} ${says}`;
}

function errors(): string {
  const rows = Object.entries(ERROR_STATUS).map(([code, status]) => [
    String(status),
    `\`${code}\``,
    ERRORS[code as ErrorCode],
  ]);
  const other = ['405', '`bad_request`', 'the address answers to other methods; see `Allow`'];
  const at = rows.findIndex(([status]) => Number(status) > 405);
  return table(['status', 'code', 'when'], rows.toSpliced(at, 0, other));
}

function limits(): string {
  const whole = (value: number) => value.toLocaleString('en');
  const rates = Object.values(RATES).map(({ says, setting, hits, windowS }) => [
    says,
    `${whole(hits)} ${windowText(windowS)}`,
    `\`${setting}\``,
  ]);
  const counts = Object.values(COUNTS).map((count) => [
    count.says,
    'unit' in count ? `${whole(count.value)} ${count.unit}` : whole(count.value),
    `\`${count.setting}\``,
  ]);
  return table(['what', 'how many', 'setting'], [...rates, ...counts]);
}

function windowText(seconds: number): string {
  if (seconds === 60) return 'a minute';
  if (seconds === 3600) return 'an hour';
  return seconds % 60 === 0 ? `in ${seconds / 60} minutes` : `in ${seconds} s`;
}

function table(head: string[], rows: string[][]): string {
  const line = (cells: string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return ['', line(head), line(head.map(() => '---')), ...rows.map(line), ''].join('\n');
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await writeFile(API_GUIDE, renewed(await readFile(API_GUIDE, 'utf8')));
}
