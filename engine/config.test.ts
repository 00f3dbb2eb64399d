import { expect, test } from 'vitest';
import { SettingsError } from '../core/settings';
import { readEngineConfig } from './config';

const GIVEN = {
  ENGINE_DATABASE_URL: 'postgres://engine:secret@127.0.0.1:5432/touchline',
  LIVEKIT_URL: 'ws://127.0.0.1:7880',
  LIVEKIT_API_KEY: 'key',
  LIVEKIT_API_SECRET: 'secret',
};

test('the engine reads what npm start gives it, and the rest by the settings’ own defaults', () => {
  const config = readEngineConfig({ ...GIVEN, ALLOW_PRIVATE_DESTINATIONS: ' yes ', ENGINE_EVENTS: '' });
  expect(config).toMatchObject({
    databaseUrl: GIVEN.ENGINE_DATABASE_URL,
    allowPrivateDestinations: true,
    ffmpegPath: 'ffmpeg',
    maxEvents: 4,
  });
});

test('all that is wrong with its settings is said at once, by name, with what to do and without a value', () => {
  const read = () =>
    readEngineConfig({ ...GIVEN, LIVEKIT_API_KEY: '', LIVEKIT_URL: 'secret', ENGINE_EVENTS: '99' });
  expect(read).toThrow(SettingsError);
  expect(read).toThrow(
    /LIVEKIT_URL must be an address such as[^]*LIVEKIT_API_KEY is missing; npm start sets it[^]*ENGINE_EVENTS must lie between 1 and 32/,
  );
  expect(read).not.toThrow(/secret/);
});
