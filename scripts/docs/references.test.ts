import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, test } from 'vitest';

/**
 * Code, tests, CSS, SQL and documents cite rows ("T16", "F26"), sections ("design §9"), records ("decision
 * 18") and files ("docs/embed.md"). Each citation must resolve.
 */
const ROOT = join(import.meta.dirname, '../..');
const SKIPPED = ['node_modules', 'build', 'coverage', '.git', '.data', '.cache'];
const READ = /\.(ts|tsx|mts|js|mjs|css|sql|sh|md|ya?ml|json)$|^\.env\.example$/;
const NOT_READ = /^(package-lock\.json|scripts\/docs\/references\.test\.ts)$/;
/** Sections of other documents. */
const OF_ANOTHER = /(RFC|ISO|EBU|BS|ASVS|Tech)[^§]{0,20}$/;

const COMMENT = /^\s*(\*|\/\*|\/\/|--)/;
/** What precedes the text in the next line of a comment. */
const CONTINUED = /^\s*(\*(?!\/)|\/\/|--) ?/;

/** First parts of our paths, those of deleted folders included. */
const TOP = new Set(
  'app bench contract core db demo docs edge engine livekit plugins scripts setup supervisor tests'.split(
    ' ',
  ),
);

interface Finding {
  line: number;
  text: string;
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return SKIPPED.includes(entry.name) ? [] : filesBelow(path);
    return entry.isFile() && READ.test(entry.name) ? [relative(ROOT, path)] : [];
  });
}

const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');

function found(text: string, pattern: RegExp): Set<string> {
  return new Set([...text.matchAll(pattern)].map((match) => match[1] ?? ''));
}

const defined = {
  rows: found(read('docs/safety.md'), /^\| ([TF]\d+) \|/gm),
  sections: found(read('docs/design.md'), /^## (\d+)\. /gm),
  facts: [...found(read('docs/facts.md'), /^## (.+)$/gm)].map((heading) => heading.toLowerCase()),
  records: new Set(readdirSync(join(ROOT, 'docs/decisions')).map((name) => Number(name.slice(0, 4)))),
};

/** Citations in `text` that do not resolve: offsets and words. */
function missingIn(text: string): { at: number; cited: string }[] {
  const missing: { at: number; cited: string }[] = [];
  const expectAll = (pattern: RegExp, there: (name: string, match: RegExpExecArray) => boolean) => {
    for (const match of text.matchAll(pattern))
      if (!there(match[1] ?? '', match))
        missing.push({ at: match.index, cited: match[0].replace(/\s+/g, ' ') });
  };
  expectAll(/\b([TF][1-9]\d?)\b/g, (row) => defined.rows.has(row));
  expectAll(/§ ?(\d+)/g, (section, { index }) =>
    OF_ANOTHER.test(text.slice(0, index)) ? true : defined.sections.has(section),
  );
  expectAll(/\b(?:decision|record)s?\s+\[?(\d+)\b/gi, (record) => defined.records.has(Number(record)));
  expectAll(/\bdecisions\/(\d{4})\b/g, (record) => defined.records.has(Number(record)));
  // A path of this repository, not one within a web address.
  expectAll(
    /(?<![\w./:-])(docs\/[\w./-]*\w)/g,
    (path) =>
      [path, `${path}.md`].some((name) => existsSync(join(ROOT, name))) || /decisions\/\d{4}$/.test(path),
  );
  if (COMMENT.test(text))
    expectAll(/\bfacts:\s+([\w.]+(?:\s[\w.]+)*)/g, (heading) =>
      defined.facts.includes(heading.replace(/\s/g, ' ').toLowerCase()),
    );
  return missing;
}

/** Comments are read as a whole, for a citation may continue in the next line. */
function findingsIn(text: string): Finding[] {
  const findings: Finding[] = [];
  const lines = text.split('\n');
  for (let first = 0; first < lines.length;) {
    const parts = [lines[first] ?? ''];
    if (COMMENT.test(lines[first] ?? ''))
      while (CONTINUED.test(lines[first + parts.length] ?? ''))
        parts.push((lines[first + parts.length] ?? '').replace(CONTINUED, ''));
    for (const { at, cited } of missingIn(parts.join('\n'))) {
      const before = parts.join('\n').slice(0, at).split('\n').length;
      findings.push({ line: first + before, text: cited });
    }
    first += parts.length;
  }
  return findings;
}

/** The anchor that GitHub makes of a heading. */
function anchor(heading: string): string {
  return heading
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');
}

function withoutCode(markdown: string): string {
  return markdown.replace(/^```[\s\S]*?^```/gm, (block) => block.replace(/[^\n]/g, ''));
}

/** Links of a document to a missing file or heading. */
function brokenLinks(path: string): Finding[] {
  return withoutCode(read(path))
    .split('\n')
    .flatMap((line, index) =>
      [...line.replace(/`[^`]*`/g, '').matchAll(/\]\(([^)\s]+)\)/g)]
        .map((match) => match[1] ?? '')
        .filter((link) => !/^[a-z]+:/.test(link) && !leads(path, link))
        .map((text) => ({ line: index + 1, text })),
    );
}

function leads(from: string, link: string): boolean {
  const [file = '', heading] = link.split('#');
  const target = file === '' ? join(ROOT, from) : join(ROOT, dirname(from), file);
  if (!existsSync(target)) return false;
  if (heading === undefined || !statSync(target).isFile()) return heading === undefined;
  const headings = found(withoutCode(readFileSync(target, 'utf8')), /^#+ (.+)$/gm);
  return [...headings].some((text) => anchor(text) === heading);
}

/** In `code`, and at the start of lines in a tree of folders. Records name the paths of their day. */
function missingPaths(markdown: string): Finding[] {
  return markdown.split('\n').flatMap((line, index) =>
    [...line.matchAll(/`([a-z][\w-]*\/[\w./-]*)`/g), ...line.matchAll(/^([a-z]+\/[\w./-]*)(?= )/g)]
      .map((match) => match[1] ?? '')
      .filter(
        (path) =>
          TOP.has(path.split('/')[0] ?? '') &&
          !existsSync(join(ROOT, path)) &&
          !existsSync(join(ROOT, `${path}.ts`)),
      )
      .map((text) => ({ line: index + 1, text })),
  );
}

/** Files that comments name. A migration is never edited, so it names those of its day. */
function missingNames(path: string): Finding[] {
  if (path.startsWith('db/migrations/')) return [];
  return read(path)
    .split('\n')
    .flatMap((line, index) =>
      COMMENT.test(line)
        ? [...line.matchAll(/(?<![\w./:-])((?:[\w$-]+\/)*[\w$-][\w$.-]*\.(?:tsx?|mjs|sql|sh|css))\b/g)]
            .map((match) => match[1] ?? '')
            .filter((name) => !files.some((file) => file === name || file.endsWith(`/${name}`)))
            .map((text) => ({ line: index + 1, text }))
        : [],
    );
}

const files = filesBelow(ROOT).filter((path) => !NOT_READ.test(path));
const located = (path: string, findings: Finding[]) =>
  findings.map(({ line, text }) => `${path}:${line}: ${text}`);

test('every row, section, record and document that is cited is there', () => {
  expect(files.length).toBeGreaterThan(500);
  expect(files.flatMap((path) => located(path, findingsIn(read(path))))).toEqual([]);
});

test('every link between documents leads to a file and a heading', () => {
  const documents = files.filter((path) => path.endsWith('.md'));
  expect(documents.flatMap((path) => located(path, brokenLinks(path)))).toEqual([]);
});

test('every path that a guide names is there', () => {
  const guides = files.filter(
    (path) => /^[A-Z]+\.md$|^docs\/[\w-]+\.md$/.test(path) && path !== 'CHANGELOG.md',
  );
  expect(guides.flatMap((path) => located(path, missingPaths(read(path))))).toEqual([]);
});

test('every file that a comment names is there', () => {
  const sources = files.filter((path) => /\.(tsx?|mjs|js|css|sql|sh)$/.test(path));
  expect(sources.flatMap((path) => located(path, missingNames(path)))).toEqual([]);
});

test('rows and sections are numbered without a gap', () => {
  const upTo = (count: number, letter = '') => Array.from({ length: count }, (_, i) => `${letter}${i + 1}`);
  expect([...defined.rows]).toEqual([...upTo(25, 'T'), ...upTo(32, 'F')]);
  expect([...defined.sections]).toEqual(upTo(11));
});

test('the list of decisions says of each its title, date and status', () => {
  const list = read('docs/decisions/README.md');
  for (const name of readdirSync(join(ROOT, 'docs/decisions'))) {
    if (['README.md', '0000-template.md'].includes(name)) continue;
    const [, title, date, status] =
      /^# \d+\. (.+)\n\n- Date: (\d{4}-\d\d-\d\d)\n- Status: (.+(?:\n {2}.+)*)\n/.exec(
        read(`docs/decisions/${name}`),
      ) ?? [];
    const line = `| [${Number(name.slice(0, 4))}](${name}) | ${title} | ${date} | ${status?.replace(/\s+/g, ' ')} |`;
    expect(list.split('\n'), `the line of ${name}`).toContain(line);
  }
});

describe('a citation that leads nowhere is found', () => {
  test.each([
    ['// safety T26', 'T26'],
    ["test('F33: whatever', () => {", 'F33'],
    ['/** As in design §12. */', '§12'],
    ['-- see decision 99', 'decision 99'],
    ['// as in decision\n// 99', 'decision 99'],
    [' * (docs/decisions/0099).', 'decisions/0099'],
    ['// explained in docs/nowhere.md', 'docs/nowhere.md'],
    ['// what it buffers (facts: carrier pigeons)', 'facts: carrier pigeons'],
  ])('%s', (line, cited) => {
    expect(findingsIn(`first\n${line}`)).toEqual([{ line: 2, text: cited }]);
  });

  test.each([
    '/** Accept-Language (RFC 9110 §12.5.4) */',
    ' * as in RFC 9110\n * §12.5.4',
    '// https://dev.example.org/docs/nowhere',
    'const look = (facts: CameraFacts) => facts.name;',
    '// H264, utf8, t26, F26 and T1',
  ])('and nothing else: %s', (line) => {
    expect(findingsIn(line)).toEqual([]);
  });
});
