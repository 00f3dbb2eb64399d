import { expect, test } from 'vitest';
import { driverAddress, parseDatabaseAddress, withLogin, writeDatabaseAddress } from './database-address';

test.each([
  ['one host', 'postgres://u:p@db.example:6000/touchline', [['db.example', 6000]]],
  ['the default port', 'postgresql://u:p@db.example/touchline', [['db.example', 5432]]],
  [
    'several hosts',
    'postgres://u:p@one:6000,two,10.0.0.3:5433/touchline',
    [
      ['one', 6000],
      ['two', 5432],
      ['10.0.0.3', 5433],
    ],
  ],
  ['IPv6', 'postgres://u:p@[fd00::5]:6000/touchline', [['fd00::5', 6000]]],
  [
    'hosts as parameters',
    'postgres://u:p@/touchline?host=one,fd00::5&port=6000,6001',
    [
      ['one', 6000],
      ['fd00::5', 6001],
    ],
  ],
] as const)('%s: hosts and ports are read', (_what, url, hosts) => {
  expect(parseDatabaseAddress(url)).toMatchObject({
    user: 'u',
    password: 'p',
    database: 'touchline',
    socket: null,
    hosts: hosts.map(([host, port]) => ({ host, port })),
  });
});

test.each([
  'postgres:///touchline?host=/run/postgresql',
  'postgres://%2Frun%2Fpostgresql/touchline',
  'postgres://%2Frun%2Fpostgresql:5432/touchline',
  'postgres://localhost/touchline?host=/run/postgresql&port=5432',
])('%s is a socket, and no parameter of the server', (url) => {
  expect(driverAddress(url)).toEqual({
    url: 'postgres://localhost:5432/touchline',
    options: { path: '/run/postgresql/.s.PGSQL.5432' },
    tls: { mode: 'disable', host: 'localhost', files: {} },
  });
});

test.each(['p#ss', 'p/ss', 'p?ss', 'p@ss', 'p%ss', 'p:ss', '100%', '#/?@%:', '12/34', '12?34', 'ß日 "'])(
  'the password %s is read as it stands and as it should be encoded',
  (password) => {
    const encoded = encodeURIComponent(password);
    for (const written of [password, encoded]) {
      const url = `postgres://admin:${written}@db.example:5432/touchline?sslmode=require`;
      expect(parseDatabaseAddress(url)).toMatchObject({ user: 'admin', password, database: 'touchline' });
      expect(withLogin(url, 'admin', password)).toBe(
        `postgres://admin:${encoded}@db.example:5432/touchline?sslmode=require`,
      );
    }
  },
);

test.each([
  '',
  'x',
  'mysql://u:p@host/db',
  'postgres:db',
  'postgres://u:p@host:99999/db',
  'postgres://u:p@host:port/db',
  'postgres://u:p@ho st/db',
])('%j is no address', (text) => {
  expect(parseDatabaseAddress(text)).toBeNull();
  expect(() => driverAddress(text)).toThrow('This is not the address of a PostgreSQL database.');
});

test('another login keeps hosts and parameters, and what is written is read the same', () => {
  const url =
    'postgres://a:b@one:5432,[fd00::5]:5433/touch%20line?sslmode=require&target_session_attrs=primary';
  const other = withLogin(url, 'touchline_web', 's3cret');
  expect(other).toBe(url.replace('a:b', 'touchline_web:s3cret'));
  const read = parseDatabaseAddress(other);
  expect(read && writeDatabaseAddress(read)).toBe(other);
});

test('what only other clients know does not reach the server', () => {
  const url =
    'postgres://u:p@db.example:5432/touchline?channel_binding=require&pgbouncer=true&sslmode=require';
  expect(driverAddress(url).url).toBe('postgres://u:p@db.example:5432/touchline');
});

test.each([
  ['', 'disable'],
  ['sslmode=disable', 'disable'],
  ['sslmode=allow', 'allow'],
  ['sslmode=prefer', 'prefer'],
  ['sslmode=REQUIRE', 'require'],
  ['sslmode=no-verify', 'require'],
  ['requiressl=1', 'require'],
  ['sslmode=verify-ca', 'verify-ca'],
  ['sslmode=verify-full', 'verify-full'],
  ['ssl=true', 'verify-full'],
  ['ssl=false', 'disable'],
  ['sslrootcert=system', 'verify-full'],
  ['sslmode=require&sslrootcert=%2Fetc%2Fca.pem', 'verify-ca'],
])('TLS: %j means %s, and the driver gets it apart', (query, mode) => {
  const { url, tls } = driverAddress(`postgres://u:p@db.example/touchline?${query}`);
  expect(tls).toMatchObject({ mode, host: 'db.example' });
  expect(url).toBe('postgres://u:p@db.example:5432/touchline');
});

test('a mode of TLS that does not exist is no address', () => {
  expect(() => driverAddress('postgres://u:p@db.example/touchline?sslmode=verify')).toThrow('does not exist');
});

test.each(['postgres://anna:p@db.example', 'postgres://anna:p@db.example:5432/'])(
  '%s: the database is that of the user, also for another login',
  (url) => {
    expect(withLogin(url, 'touchline_web', 'x')).toBe('postgres://touchline_web:x@db.example:5432/anna');
  },
);

test('several hosts are read and not given to the driver, which would try them without an end', () => {
  expect(() => driverAddress('postgres://u:p@one:5432,two:5432/touchline')).toThrow('several hosts');
  expect(driverAddress('postgres://u:p@one/touchline?target_session_attrs=any').url).toBe(
    'postgres://u:p@one:5432/touchline',
  );
});

test('IPv6 is given to the driver without its brackets', () => {
  expect(driverAddress('postgres://u:p@[fd00::5]:6000/touchline')).toEqual({
    url: 'postgres://u:p@localhost:5432/touchline',
    options: { host: ['fd00::5'], port: [6000] },
    tls: { mode: 'disable', host: 'fd00::5', files: {} },
  });
});
