import { Validator } from '@seriousme/openapi-schema-validator';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { embedOrigin, SITE_PATTERN } from '../../core/embedding';
import { line, linePattern } from '../../core/text';
import { cookieNames } from '../http/cookies';
import { openApi, refusalsOf } from './openapi';
import { reference } from './description';
import { NOUNS, TABLE } from './table';

const names = cookieNames('here', true);
/** As it is sent. */
const document: unknown = JSON.parse(JSON.stringify(openApi(NOUNS, names)));

const Operation = z.object({
  operationId: z.string(),
  security: z.array(z.record(z.string(), z.array(z.string()))),
  requestBody: z.object({ required: z.boolean() }).optional(),
  responses: z.record(z.string(), z.unknown()),
});
const described = z.object({ paths: z.record(z.string(), z.record(z.string(), Operation)) }).parse(document);

const operationOf = ({ path, method }: { path: string; method: string }) =>
  described.paths[path.replace(/:(\w+)/g, '{$1}')]?.[method.toLowerCase()];

test('the description is valid OpenAPI 3.1', async () => {
  const validator = new Validator();
  expect(
    await validator.validate(z.record(z.string(), z.unknown()).parse(structuredClone(document))),
  ).toEqual({ valid: true });
  expect(validator.version).toBe('3.1');
});

test.each(TABLE.map((row) => [row.address, row] as const))('%s is described', (_, row) => {
  const operation = operationOf(row);
  expect(operation).toBeDefined();
  const statuses = Object.keys(operation?.responses ?? {});
  expect(statuses).toEqual(expect.arrayContaining(Object.keys(row.answers)));
  // Anyone who has to say who they are may be refused.
  expect(operation?.security.length).toBe(
    ['anyone'].includes(row.who) ? 0 : operation?.security.length || -1,
  );
  expect(refusalsOf(row).includes('unauthenticated')).toBe(statuses.includes('401'));
});

test('each operation has a name of its own', () => {
  const ids = TABLE.map((row) => operationOf(row)?.operationId);
  expect(new Set(ids).size).toBe(TABLE.length);
});

test('a body that may be empty may be missing, and no other', () => {
  const required = (address: string) =>
    operationOf(TABLE.find((row) => row.address === address) ?? { path: '', method: '' })?.requestBody
      ?.required;
  expect(required('POST /api/v1/events/:slug/start')).toBe(false);
  expect(required('POST /api/v1/events/:slug/program')).toBe(false);
  expect(required('POST /api/v1/events/:slug/cut')).toBe(true);
  expect(required('PATCH /api/v1/events/:slug/chat')).toBe(true);
});

test('the cookies are those of the installation', () => {
  expect(JSON.stringify(document)).toContain(names.session);
});

const LINES = [
  'a',
  'ab',
  'abcd',
  ' a ',
  '\ta\n',
  'a b',
  '\u{1F3C1}\u{1F3C1}\u{1F3C1}\u{1F3C1}',
  '\u00a0a\ufeff',
  'a\u200f',
  ' \u200f \u061ca\u200eb\u200f ',
];
const NO_LINES = [
  '',
  ' ',
  '\n',
  'abcde',
  'a\nb',
  'a\u0000',
  '\u202eab',
  '\u2066ab',
  '\u200f',
  ' \u200f ',
  '\u200fabcde',
  'abcd\u200f',
  '\u{1F3C1}'.repeat(5),
];

test('the pattern of a line fits what a line takes, and nothing else', () => {
  const pattern = new RegExp(linePattern(4, 1), 'u');
  for (const text of [...LINES, ...NO_LINES]) {
    expect([text, pattern.test(text)]).toEqual([text, line(4).safeParse(text).success]);
  }
  expect(LINES.every((text) => pattern.test(text))).toBe(true);
  expect(new RegExp(linePattern(4, 0), 'u').test(' ')).toBe(line(4, 0).safeParse(' ').success);
});

test('the pattern of a site fits what a site may be, and nothing else', () => {
  const pattern = new RegExp(SITE_PATTERN, 'u');
  const sites = ['https://club.example', 'https://*.League.example:8443/', 'http://localhost:3000'];
  const others = [
    'http://club.example',
    'https://club.example/path',
    'https://a',
    'https://a.b:65536',
    'https://u@a.b',
  ];
  for (const text of [...sites, ...others]) {
    expect([text, pattern.test(text)]).toEqual([text, embedOrigin(text) !== null]);
  }
  expect(sites.every((text) => pattern.test(text))).toBe(true);
});

test('the page shows each call with its fields, answers, refusals and limits', () => {
  const { nouns, shapes } = reference(NOUNS, openApi(NOUNS, names));
  const calls = nouns.flatMap((noun) => noun.calls);
  expect(calls.map(({ method, path }) => `${method} ${path}`)).toEqual(TABLE.map(({ address }) => address));
  expect(calls.find(({ path }) => path === '/api/v1/events/:slug/cut')).toMatchObject({
    who: 'director',
    bodies: [expect.arrayContaining([expect.objectContaining({ name: 'cameraId', required: true })])],
    answers: [{ status: '200', type: '{seq}' }],
    refusals: expect.arrayContaining(['409 stale']) as unknown,
  });
  expect(calls.find(({ path }) => path === '/api/streams/initialize')?.limits).toHaveLength(1);
  expect(shapes.map(({ name }) => name)).toContain('event');
});
