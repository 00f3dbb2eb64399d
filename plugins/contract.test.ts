import { describe, expect, test } from 'vitest';
import { parseIngestAddress } from '../core/address';
import { DEFAULT_ENCODING, mismatches } from '../core/encoding';
import { HOST_MARK } from '../core/embedding';
import { DESTINATION_IDS, destinationForms, DESTINATIONS, findDestination } from './destinations';
import type { Checked, DestinationPlugin, Given } from './contract';

/** What every plugin promises: a new one needs its line in destinations.ts and nothing here. */

const HOSTILE = ['a b', "a'b", 'a"b', 'a\\b', 'a\nb', 'a`b', 'a$(b)', 'a\u0000b', 'ä', 'a'.repeat(1_600)];
const SENTENCE = /^[A-Z].*\.$/;

function good(plugin: DestinationPlugin, change: Partial<Given> = {}): Given {
  const checked = plugin.check({ ...plugin.example, ...change });
  if (!checked.ok) throw new Error(`${checked.field}: ${checked.message}`);
  return checked.value;
}

function expectRefusal(checked: Checked<Given>, field: string): void {
  expect(checked).toMatchObject({ ok: false, field });
  if (!checked.ok) expect(checked.message).toMatch(SENTENCE);
}

describe.each(DESTINATION_IDS)('the destination %s', (id) => {
  const plugin: DestinationPlugin = DESTINATIONS[id];
  const { fields, example } = plugin;
  const secretNames = fields.filter(({ type }) => type === 'secret').map(({ name }) => name);

  test('is known by its id and sent to browsers as data', () => {
    expect(plugin.id).toBe(id);
    expect(id).toMatch(/^[a-z][a-z0-9-]{1,39}$/);
    expect(findDestination(id)).toBe(plugin);
    const form = destinationForms().find((one) => one.id === id);
    expect(JSON.parse(JSON.stringify(form))).toEqual(form);
    expect(form).not.toHaveProperty('example');
    expect(form).not.toHaveProperty('test');
  });

  test('says of every field what it is and where to find it', () => {
    const names = fields.map(({ name }) => name);
    expect(new Set([...names, 'streamKey']).size).toBe(names.length + 1);
    for (const { name, label, help, type, options } of fields) {
      expect(name).toMatch(/^[A-Za-z]{1,40}$/);
      expect(label).toMatch(/^[A-Z]/);
      expect(help).toMatch(SENTENCE);
      expect(options !== undefined && options.length > 0).toBe(type === 'select');
    }
    expect(plugin.keyLabel).toMatch(/^[A-Z]/);
    expect(plugin.keyHelp).toMatch(SENTENCE);
  });

  test('takes its example, has every field in it, and checks it the same a second time', () => {
    const filled = { ...example.settings, ...example.secrets };
    expect(Object.keys(filled).sort()).toEqual(fields.map(({ name }) => name).sort());
    expect(Object.keys(example.secrets).sort()).toEqual([...secretNames].sort());
    const once = good(plugin);
    expect(once).toEqual(example);
    expect(plugin.check(once)).toEqual({ ok: true, value: once });
  });

  test('needs no more than it says it needs', () => {
    const required = fields.filter((field) => field.required).map(({ name }) => name);
    const only = (from: Record<string, string>) =>
      Object.fromEntries(Object.entries(from).filter(([name]) => required.includes(name)));
    const least = { settings: only(example.settings), secrets: only(example.secrets) };
    expect(plugin.check({ ...least, streamKey: plugin.keyRequired ? example.streamKey : '' })).toMatchObject({
      ok: true,
    });
    for (const name of required) {
      const { [name]: _, ...settings } = least.settings;
      expectRefusal(plugin.check({ ...least, settings, streamKey: example.streamKey }), `settings.${name}`);
    }
    if (plugin.keyRequired) expectRefusal(plugin.check({ ...least, streamKey: '' }), 'streamKey');
  });

  test('leaves the key as it is when none is typed, and takes secrets one by one', () => {
    const { streamKey, secrets } = good(plugin, { streamKey: null, secrets: {} });
    expect([streamKey, secrets]).toEqual([null, {}]);
    for (const name of secretNames)
      expect(good(plugin, { streamKey: null, secrets: { [name]: '' } }).secrets).toEqual({ [name]: '' });
  });

  test('makes an address that may be used, with nothing secret in it', () => {
    const { settings, streamKey, secrets } = good(plugin);
    const { url, backupUrl, options } = plugin.ingest(settings);
    for (const one of backupUrl === null ? [url] : [url, backupUrl])
      expect(parseIngestAddress(one, { allowPrivate: false })).toMatchObject({ ok: true });
    const told = JSON.stringify([url, backupUrl, options, plugin.watch(settings, 'host.example')]);
    for (const secret of [streamKey ?? '', ...Object.values(secrets)])
      if (secret !== '') expect(told).not.toContain(secret);
  });

  test.each(HOSTILE)('refuses the key %j with a sentence (T14)', (streamKey) => {
    expectRefusal(plugin.check({ ...example, streamKey }), 'streamKey');
  });

  test.each(HOSTILE)('takes %j in no setting as it is, and in no secret (T14)', (typed) => {
    for (const { name, type } of fields) {
      const kind = type === 'secret' ? 'secrets' : 'settings';
      const checked = plugin.check({ ...example, [kind]: { ...example[kind], [name]: typed } });
      if (checked.ok) expect(Object.values(checked.value.settings)).not.toContain(typed);
      else expectRefusal(checked, `${kind}.${name}`);
      if (type === 'secret') expect(checked.ok).toBe(false);
    }
  });

  test('refuses what it does not know, and says which', () => {
    expectRefusal(
      plugin.check({ ...example, settings: { ...example.settings, extra: 'x' } }),
      'settings.extra',
    );
    expectRefusal(plugin.check({ ...example, secrets: { extra: 'x' } }), 'secrets.extra');
  });

  test('tells a watch address from a key', () => {
    const checked = plugin.check({ ...example, streamKey: 'https://www.youtube.com/watch?v=abcdefghijk' });
    expectRefusal(checked, 'streamKey');
    if (!checked.ok) expect(checked.message).toMatch(/watch address/);
  });

  test('takes the program as it is by default, and says what to set instead of one that is too much', () => {
    expect(mismatches(plugin.label, plugin.limits, DEFAULT_ENCODING)).toEqual([]);
    const much = { ...DEFAULT_ENCODING, videoKbps: 90_000, keyframeIntervalS: 20, audioKbps: 900 };
    const found = mismatches(plugin.label, plugin.limits, much);
    expect(found).toHaveLength(3);
    for (const { text } of found) expect(text).toMatch(SENTENCE);
    expect(found[0]?.proposal).toEqual({ videoKbps: plugin.limits.maxVideoKbps });
  });

  test('has players over HTTPS that get the site on which they stand, or none', () => {
    expect(plugin.watch({}, HOST_MARK)).toBeNull();
    const facts = plugin.watch(good(plugin).settings, HOST_MARK);
    if (facts === null) return;
    for (const url of [facts.playerUrl, facts.chatUrl ?? facts.playerUrl])
      expect(new URL(url.replaceAll(HOST_MARK, 'club.example.org')).protocol).toBe('https:');
    expect(facts.delayS).toBeGreaterThan(0);
  });

  test('never puts the error of an ingest into other than a whole sentence', () => {
    for (const error of ['NetStream.Publish.BadName', 'Connection reset by peer', 'no idea', '']) {
      const sentence = plugin.explain(error);
      if (sentence !== null) expect(sentence).toMatch(SENTENCE);
    }
  });

  test('asks its platform only when it has been given what that takes', () => {
    if (!plugin.platform) return;
    const { settings, secrets } = good(plugin);
    expect(plugin.platform.canAsk({ settings, secrets })).toBe(true);
    expect(plugin.platform.canAsk({ settings: {}, secrets: {} })).toBe(false);
    for (const host of plugin.platform.hosts) expect(host).toMatch(/^[a-z0-9.-]+\.[a-z]+$/);
  });
});
