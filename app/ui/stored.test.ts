import { afterEach, expect, test, vi } from 'vitest';
import { readStored, store } from './stored';

afterEach(() => vi.unstubAllGlobals());

const storage = (refuses: { get?: boolean; set?: boolean }) => {
  const values = new Map<string, string>();
  const refuse = () => {
    throw new DOMException('refused', 'SecurityError');
  };
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => (refuses.get ? refuse() : (values.get(key) ?? null)),
    setItem: (key: string, value: string) => (refuses.set ? refuse() : values.set(key, value)),
  });
  return values;
};

test('a value is kept in the browser, and another page of ours may change it', () => {
  const values = storage({});
  store('theme', 'dark');
  values.set('theme', 'light');
  expect(readStored('theme')).toBe('light');
  expect(readStored('nothing')).toBeNull();
});

test('where the browser refuses to keep anything, the page remembers', () => {
  storage({ get: true, set: true });
  expect(readStored('name')).toBeNull();
  store('name', 'Ann');
  expect(readStored('name')).toBe('Ann');
});

test('what could not be written counts more than what was there before', () => {
  const values = storage({ set: true });
  values.set('session', 'old');
  store('session', 'new');
  expect(readStored('session')).toBe('new');
});
