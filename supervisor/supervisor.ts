import { join, resolve } from 'node:path';
import { driverAddress } from '../core/database-address';
import { urlHost } from '../core/address';
import type { Environment } from '../core/settings';
import { loadInstanceId } from '../app/config/instance-id';
import { lanAddress } from '../app/config/lan';
import type { Settings } from '../app/config/settings';
import type { LiveKitSettings } from '../livekit/tokens';
import { checkConnections, checkSessions, connectionsFor } from '../db/connection-budget';
import { openKeyRing } from '../db/secrets';
import { migrate } from '../db/migrate';
import { checkLogins, throughPooler } from '../db/pooler';
import { localAddress } from './summary';
import { findLiveKit } from '../setup/find-livekit';
import { requireProgram } from '../setup/find-program';
import type { Child } from './child';
import { childEnvironments } from './child-env';
import { edgeSpec, engineSpec, liveKitSpec, webSpec } from './child-specs';
import { watchHealth, type WatchOptions } from './health';
import { watchLanAddress } from './lan-watch';
import { chooseLiveKit, writeLiveKitConfig } from './livekit-config';
import { liveKitKeyFile, openLiveKitKeys, watchLiveKitKeys } from './livekit-keys';
import { keepCertificate } from './certificate';
import { SHARED_FOLDERS } from './own-files';
import { type Limited, NO_OWN_USERS, ownUsers, type OwnUsers } from './own-users';
import type { ProcessGroup } from './process-group';
import { checkPorts, choosePort } from './ports';
import { embeddedPostgres, refuseForeignDatabase } from './postgres';

/** The scripts that Node runs as our own processes. */
export interface ChildScripts {
  engine: string;
  edge: string;
  web: string;
  nodeEnv: 'production' | 'development';
}

export interface RunningChildren {
  engines: Child[];
  edge: Child;
  web: Child[];
}

/**
 * Starts database, LiveKit, engine, web processes and edge, in order of their dependencies.
 * @returns the addresses of the database: the administrator's and the web process's
 * @throws when one of them cannot start; the group still holds the others
 */
export async function startAll(
  root: string,
  environment: Environment,
  settings: Settings,
  group: ProcessGroup,
  print: (line: string) => void,
  scripts: ChildScripts,
): Promise<{ adminUrl: string; webUrl: string; children: RunningChildren }> {
  await checkPorts(settings);
  if (!settings.databaseUrl) await refuseForeignDatabase(settings.dataDir);
  // Made before the processes that share them start, so that no two make one each.
  await openKeyRing(settings.dataDir, settings.secretsKey ?? undefined);
  await loadInstanceId(settings.dataDir);
  const users = await usersOf(root, settings, scripts, print);
  const taken = new Set([settings.port, settings.httpsPort]);
  const [ffmpeg, adminUrl, livekit] = await settled([
    requireProgram('ffmpeg'),
    openDatabase(settings, group),
    openLiveKit(settings, group, taken, users, print),
  ]);
  const warning = await checkConnections(adminUrl, settings);
  if (warning) print(warning);
  const urls = await migrate(adminUrl, {
    dataDir: settings.dataDir,
    migrationsDir: join(root, 'db/migrations'),
  });
  if (settings.databaseUrl) {
    await checkLogins([urls.webUrl, urls.engineUrl]);
    const fewer = warning ? null : await checkSessions(urls, settings);
    if (fewer) print(fewer);
  }
  const webPorts: number[] = [];
  for (let i = 0; i < settings.webProcesses; i += 1) webPorts.push(await choosePort([], { taken }));
  const found = { ...urls, ...livekit, webPorts, ffmpegPath: ffmpeg };
  const env = childEnvironments({ ...environment, NODE_ENV: scripts.nodeEnv }, settings, found);
  const certificate = keepCertificate(settings, print);

  const hung = (name: string, engine: Child | undefined) => {
    print(`${name}: it makes no frames any more; restarting it.`);
    engine?.kill();
  };
  const engineNeeds = needsOf(root, settings, environment, [scripts.engine]);
  const webNeeds = needsOf(root, settings, environment, [scripts.web, 'build/client']);
  const engineNames = numbered('engine', settings.engineProcesses);
  const webNames = numbered('web', webPorts.length);
  const started = (
    await users.limit([
      ...engineNames.map((name, i) => ({
        user: 'engine' as const,
        spec: engineSpec(scripts.engine, name, env.engine(i === 0), () => hung(name, started[i])),
        ...engineNeeds,
        runs: [ffmpeg],
      })),
      ...webPorts.map((port, i) => ({
        user: 'web' as const,
        spec: webSpec(scripts.web, webNames[i] ?? 'web', port, env.web(port)),
        ...webNeeds,
      })),
    ])
  ).map((spec) => group.add('front', spec));
  const engines = started.slice(0, engineNames.length);
  const web = started.slice(engineNames.length);
  // One that drains refuses connections before it ends; what is sick is silent.
  web.forEach((child, i) =>
    watchAnswers(child, `http://127.0.0.1:${webPorts[i]}/healthz`, print, { refusals: true }),
  );
  const edge = group.add('front', edgeSpec(scripts.edge, env.edge(users.edge), certificate.current));
  certificate.watch((renewed) => edge.send(renewed));
  // The one page that it answers without a web process, if only by saying that there is none.
  watchAnswers(edge, `${localAddress(settings)}/trust`, print, { refusals: true });
  await settled([...engines, ...web, edge].map((child) => child.start()));
  return { adminUrl, webUrl: urls.webUrl, children: { engines, edge, web } };
}

/** Of several each has its number, which is in its log's name too. */
function numbered(name: string, count: number): string[] {
  return count > 1 ? Array.from({ length: count }, (_, i) => `${name}-${i + 1}`) : [name];
}

/** Vite's processes write into the checkout: in development everything runs as whoever started it. */
function usersOf(
  root: string,
  { dataDir }: Settings,
  { nodeEnv }: ChildScripts,
  print: (line: string) => void,
): Promise<OwnUsers> {
  const isRoot = process.getuid?.() === 0 && nodeEnv === 'production';
  return isRoot ? ownUsers(root, dataDir, print) : Promise.resolve(NO_OWN_USERS);
}

/** What both the engine and a web process have to read and write. */
function needsOf(
  root: string,
  { dataDir, secretsKey, databaseUrl }: Settings,
  environment: Environment,
  scripts: string[],
): Pick<Limited, 'reads' | 'readsAsNamed' | 'writes'> {
  const keys = secretsKey ? [] : ['secrets.key'];
  // Certificates of a database elsewhere, and those that Node trusts.
  const { NODE_EXTRA_CA_CERTS, SSL_CERT_FILE } = environment;
  const certificates = [NODE_EXTRA_CA_CERTS, SSL_CERT_FILE].filter((file) => file !== undefined);
  if (databaseUrl) certificates.push(...Object.values(driverAddress(databaseUrl).tls.files));
  return {
    reads: [
      ...[...scripts, 'node_modules', 'node_modules/zod/package.json'].map((path) => join(root, path)),
      ...[...keys, 'instance-id'].map((name) => join(dataDir, name)),
    ],
    readsAsNamed: certificates.map((path) => resolve(root, path)),
    writes: SHARED_FOLDERS.map((name) => join(dataDir, name)),
  };
}

/** A process that lives and does not answer is killed, and restarted like any that ended. */
function watchAnswers(
  child: Child,
  url: string,
  print: (line: string) => void,
  options: WatchOptions = {},
): void {
  const stuck = () => {
    print(`${child.name}: it does not answer any more; restarting it.`);
    child.kill();
  };
  watchHealth(url, stuck, { ...options, process: () => child.servingPid() });
}

/** PostgreSQL leaves three of its connections to superusers (superuser_reserved_connections). */
const RESERVED = 3;

async function openDatabase(settings: Settings, group: ProcessGroup): Promise<string> {
  if (settings.databaseUrl) return throughPooler(settings.databaseUrl);
  const embedded = await embeddedPostgres(settings.dataDir, {
    max_connections: String(Math.max(100, connectionsFor(settings) + RESERVED)),
  });
  await group.add('data', embedded.spec).start();
  await embedded.createDatabase();
  return embedded.adminUrl;
}

interface LiveKitFound {
  livekit: LiveKitSettings;
  livekitPort: number | null;
  livekitKeyFile: string | null;
}

async function openLiveKit(
  settings: Settings,
  group: ProcessGroup,
  taken: Set<number>,
  users: OwnUsers,
  print: (line: string) => void,
): Promise<LiveKitFound> {
  if (settings.livekit) return { livekit: settings.livekit, livekitPort: null, livekitKeyFile: null };
  const program = await findLiveKit({ cacheDir: settings.cacheDir });
  const own = await chooseLiveKit(settings.dataDir, taken);
  const host = ['0.0.0.0', '::'].includes(settings.host) ? '127.0.0.1' : settings.host;
  const webhook = `http://${urlHost(host)}:${settings.port}/api/webhooks/livekit`;
  let nodeIp = lanAddress(settings.lanAddress) ?? '127.0.0.1';
  let keys: readonly string[] = [];
  const configure = () => {
    keys = writeLiveKitConfig(own, nodeIp, webhook);
    users.letRead('livekit', own.configFile);
    users.letRead('web', liveKitKeyFile(settings.dataDir));
  };
  configure();
  const [spec] = await users.limit([
    { user: 'livekit', spec: liveKitSpec(program.path, own, configure), reads: [own.configFile] },
  ]);
  if (!spec) throw new Error('There is no LiveKit.');
  const child = group.add('media', spec);
  await child.start();
  watchAnswers(child, `http://127.0.0.1:${own.port}/`, print, { refusals: true });
  watchLiveKitKeys(
    settings.dataDir,
    () => keys,
    () => {
      print('livekit: a key of it has ended; restarting it without that key.');
      child.kill();
    },
  );
  if (!settings.lanAddress) {
    watchLanAddress(nodeIp, (to) => {
      print(`livekit: this machine is at ${to} now; restarting it with that address.`);
      nodeIp = to;
      child.kill();
    });
  }
  const { signs } = openLiveKitKeys(settings.dataDir, null);
  return {
    livekit: { url: `ws://127.0.0.1:${own.port}`, publicUrl: null, ...signs },
    livekitPort: own.port,
    livekitKeyFile: liveKitKeyFile(settings.dataDir),
  };
}

/**
 * Like Promise.all, but waits for all: a process that is still starting when another one fails could not be
 * stopped.
 */
async function settled<T extends readonly Promise<unknown>[] | []>(work: T) {
  await Promise.allSettled(work);
  return Promise.all(work);
}
