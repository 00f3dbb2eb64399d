import { urlHost } from './address';

/** Where a PostgreSQL is and who logs in, as `DATABASE_URL` says it. */
export interface DatabaseAddress {
  user: string;
  password: string;
  /** Empty: the driver's default, or the socket. Touchline takes addresses of one (`driverAddress`). */
  hosts: { host: string; port: number }[];
  /** Folder of a Unix socket, which wins over hosts; null: by TCP. */
  socket: { folder: string; port: number } | null;
  database: string;
  /** Such as `sslmode` and `target_session_attrs`. */
  parameters: Record<string, string>;
  /** A pooler that takes no settings at the login is in between (`?pooler=session`, see db/pooler.ts). */
  pooled?: true;
}

/** From none to the full check, as libpq's `sslmode` names them. */
export const SSL_MODES = ['disable', 'allow', 'prefer', 'require', 'verify-ca', 'verify-full'] as const;
export type SslMode = (typeof SSL_MODES)[number];

/** What an address says of TLS. Files are named and not read here. */
export interface DatabaseTls {
  mode: SslMode;
  /** The server's, whose certificate is compared with it. */
  host: string;
  /** Authorities, own certificate and key, revoked certificates; missing where the address names none. */
  files: Partial<Record<'sslrootcert' | 'sslcert' | 'sslkey' | 'sslcrl', string>>;
  /** Of the key. */
  password: string | undefined;
}

const DEFAULT_PORT = 5432;

/** Nothing after the login holds an `@`: so a pasted password may have a raw `#`, `/`, `?` or `@` in it. */
const FORM = /^postgres(?:ql)?:\/\/(?:(.*)@)?([^@/?#]*)(?:\/([^/?#@]*))?(?:\?([^#@]*))?$/i;

/**
 * What libpq's and other clients' addresses may hold for the client itself. The server would refuse them as
 * settings that it does not know.
 */
const CLIENT_ONLY = new Set(
  // libpq (PostgreSQL 18, 32.1.2); what it has for TLS is read, see `tlsOf`.
  (
    'channel_binding client_encoding connect_timeout fallback_application_name gssdelegation gssencmode gsslib ' +
    'keepalives keepalives_count keepalives_idle keepalives_interval krbsrvname load_balance_hosts ' +
    'max_protocol_version min_protocol_version passfile replication require_auth requirepeer scram_client_key ' +
    'scram_server_key service servicefile ssl_max_protocol_version ssl_min_protocol_version sslcertmode ' +
    'sslcompression sslcrldir sslkeylogfile sslsni tcp_user_timeout ' +
    // Prisma, JDBC, SQLAlchemy, Doctrine, Go's pgx, Rails, and what hosting companies add.
    'charset connection_limit connectTimeout currentSchema loginTimeout max_conns pgbouncer pool pool_max_conns ' +
    'pool_min_conns pool_mode pool_size pool_timeout prepared_statements prepareThreshold reconnect schema ' +
    'serverVersion single_use_connections socket_timeout socketTimeout sslaccept sslidentity sslfactory ' +
    'statement_cache_capacity statement_cache_size supa tcpKeepAlive'
  ).split(' '),
);
/** Read by `tlsOf`. */
const TLS_ONLY = [
  'sslmode',
  'ssl',
  'requiressl',
  'sslrootcert',
  'sslcert',
  'sslkey',
  'sslcrl',
  'sslpassword',
];

/**
 * Reads an address as libpq does: one host or several with commas, IPv6 in brackets, a socket as
 * `?host=/run/postgresql` or with its folder encoded as the host; user, password, port and dbname also as
 * parameters. Null when it is none.
 */
export function parseDatabaseAddress(text: string): DatabaseAddress | null {
  const match = FORM.exec(text);
  if (!match) return null;
  const [, login = '', authority = '', path = '', query = ''] = match;
  const { host, hostaddr, port, user, password, dbname, pooler, ...parameters } = Object.fromEntries(
    new URLSearchParams(query),
  );
  for (const name of Object.keys(parameters)) if (CLIENT_ONLY.has(name)) delete parameters[name];
  // libpq's default, which postgres.js does not know.
  if (parameters.target_session_attrs === 'any') delete parameters.target_session_attrs;
  const ports = (port ?? '').split(',').filter(Boolean);
  const named = hostaddr ?? host;
  const written = (named === undefined ? authority : named).split(',').filter(Boolean).map(decoded);
  const hosts = written.map((one, i) => parseHost(one, ports[i] ?? ports[0], named !== undefined));
  if (!hosts.every((one) => one !== null)) return null;
  const folder = hosts.find((one) => one.host.startsWith('/'));
  const [name = '', ...secret] = login.split(':');
  const who = user ?? decoded(name);
  return {
    user: who,
    password: password ?? decoded(secret.join(':')),
    hosts: hosts.filter((one) => !one.host.startsWith('/')),
    socket: folder ? { folder: folder.host, port: folder.port } : null,
    // As libpq: that of the user's name. It is kept, since other logins of ours use the same one.
    database: dbname ?? (decoded(path) || who),
    parameters,
    ...(pooler === 'session' && { pooled: true }),
  };
}

/** @param bare from a parameter, where IPv6 has no brackets and no port follows */
function parseHost(text: string, givenPort: string | undefined, bare: boolean) {
  if (text.startsWith('/')) {
    const [folder = '', after] = bare ? [text] : text.split(':');
    return portOf(after ?? givenPort, (port) => ({ host: folder, port }));
  }
  if (bare && /^[\da-f]*:[\da-f:.]+$/i.test(text)) return portOf(givenPort, (port) => ({ host: text, port }));
  const [, ipv6, name, after] = /^(?:\[([\da-f:.]+)\]|([\w.-]+))(?::(\d{1,5}))?$/i.exec(text) ?? [];
  const host = ipv6 ?? name;
  return host === undefined ? null : portOf(after ?? givenPort, (port) => ({ host, port }));
}

function portOf<T>(text: string | undefined, use: (port: number) => T): T | null {
  const port = text === undefined ? DEFAULT_PORT : Number(text);
  return Number.isInteger(port) && port > 0 && port <= 65_535 ? use(port) : null;
}

/** What is said of TLS; null for a mode that does not exist. */
export function tlsOf({ parameters, hosts, socket }: DatabaseAddress): DatabaseTls | null {
  const { sslmode, ssl, requiressl, sslrootcert, sslcert, sslkey, sslcrl, sslpassword } = parameters;
  const said = (sslmode ?? ssl ?? (requiressl === '1' ? 'require' : undefined))?.toLowerCase();
  // As libpq: what goes by a socket leaves no machine.
  const mode = socket ? 'disable' : modeOf(said, sslrootcert);
  if (!mode) return null;
  const named = Object.entries({ sslrootcert, sslcert, sslkey, sslcrl });
  const files = Object.fromEntries(named.filter(([, file]) => file && file !== 'system'));
  return { mode, host: hosts[0]?.host ?? 'localhost', files, password: sslpassword };
}

/** @param roots file of the authorities, or `system` */
function modeOf(said: string | undefined, roots: string | undefined): SslMode | null {
  if (said === undefined) return !roots ? 'disable' : roots === 'system' ? 'verify-full' : 'verify-ca';
  // `ssl` as other clients have it; `no-verify` is that of node-postgres.
  if (['true', '1', 'on', 'yes'].includes(said)) return 'verify-full';
  if (['false', '0', 'off', 'no'].includes(said)) return 'disable';
  if (said === 'no-verify') return 'require';
  // libpq compares with authorities that are named, whatever the mode says.
  if (said === 'require' && roots) return roots === 'system' ? 'verify-full' : 'verify-ca';
  return SSL_MODES.find((mode) => mode === said) ?? null;
}

/** A raw `%` that encodes nothing is what it is. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** In the one form that every reader of URLs takes. */
export function writeDatabaseAddress(address: DatabaseAddress): string {
  const { user, password, hosts, socket, database, parameters, pooled } = address;
  const login = [user, password].map(encodeURIComponent).join(':').replace(/:$/, '');
  const query = new URLSearchParams(parameters);
  if (pooled) query.set('pooler', 'session');
  if (socket) {
    query.set('host', socket.folder);
    if (socket.port !== DEFAULT_PORT) query.set('port', String(socket.port));
  }
  const authority = socket ? [] : hosts.map(({ host, port }) => `${urlHost(host)}:${port}`);
  const where = `${login ? `${login}@` : ''}${authority.join(',')}`;
  return `postgres://${where}/${encodeURIComponent(database)}${query.size > 0 ? `?${query.toString()}` : ''}`;
}

/** The same database by another login. @throws an Error for what is no address */
export function withLogin(url: string, user: string, password: string): string {
  return writeDatabaseAddress({ ...mustParse(url), user, password });
}

/** The same database by an encrypted connection. @throws an Error for what is no address */
export function asEncrypted(url: string): string {
  const address = mustParse(url);
  return writeDatabaseAddress({ ...address, parameters: { ...address.parameters, sslmode: 'require' } });
}

/** The same database through a pooler of sessions. @throws an Error for what is no address */
export function asPooled(url: string): string {
  return writeDatabaseAddress({ ...mustParse(url), pooled: true });
}

/**
 * What postgres.js is given for an address: its own reader of URLs knows neither sockets nor IPv6, and its
 * typings no lists. With several hosts it tries them without a pause and without an end while all are away
 * (3.4), so a query would neither fail nor wait: an address of ours has one.
 * @throws an Error for what is no address, or one of several hosts
 */
export function driverAddress(url: string): {
  url: string;
  options: object;
  tls: DatabaseTls;
  pooled?: true;
} {
  const { pooled, ...given } = mustParse(url);
  const tls = tlsOf(given);
  if (!tls) throw new Error('This address has an sslmode that does not exist.');
  const parameters = { ...given.parameters };
  for (const name of TLS_ONLY) delete parameters[name];
  const address: DatabaseAddress = { ...given, parameters };
  const kind = { tls, ...(pooled && { pooled }) };
  const { hosts, socket } = address;
  if (hosts.length > 1) throw new Error('This is the address of several hosts.');
  const elsewhere = { ...address, socket: null, hosts: [{ host: 'localhost', port: DEFAULT_PORT }] };
  if (socket) {
    const path = `${socket.folder}/.s.PGSQL.${socket.port}`;
    return { url: writeDatabaseAddress(elsewhere), options: { path }, ...kind };
  }
  if (!hosts.some(({ host }) => host.includes(':')))
    return { url: writeDatabaseAddress(address), options: {}, ...kind };
  const lists = { host: hosts.map(({ host }) => host), port: hosts.map(({ port }) => port) };
  return { url: writeDatabaseAddress(elsewhere), options: lists, ...kind };
}

function mustParse(url: string): DatabaseAddress {
  const address = parseDatabaseAddress(url);
  if (!address) throw new Error('This is not the address of a PostgreSQL database.');
  return address;
}
