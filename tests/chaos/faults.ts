import { startFlood } from '../support/load/front-door-flood';
import type { RunningCamera } from '../../demo/camera/in-process';
import type { Process } from '../support/product/processes';
import type { Dice } from './dice';
import type { Stage } from './stage';

/** What was done, and how it is undone. */
export interface Underway {
  says: string;
  lastsMs: number;
  end(): Promise<unknown> | void;
}

export interface ChaosFault {
  name: string;
  /** Of docs/safety.md. */
  row: string;
  /** See `FaultTime`. */
  silenceMs: number;
  stepMs: number;
  begin(stage: Stage, dice: Dice): Promise<Underway>;
}

/** The table's promises for a program whose engine lives, and for one that is started again. */
const UNTOUCHED = { silenceMs: 1_000, stepMs: 100 };
const ENGINE_KILLED = { silenceMs: 3_000, stepMs: 100 };
const ENGINE_HANGS = { silenceMs: 6_000, stepMs: 6_000 };
const ENCODER = { silenceMs: 3_000, stepMs: 3_000 };

const S = 1_000;

/** How each process is known by its command line. */
const PROCESSES = {
  web: 'server.js',
  edge: 'edge.js',
  engine: 'engine.js',
  encoder: 'libx264',
  'publisher for viewers': 'whip.js',
  LiveKit: 'livekit-server',
  database: 'postgres -D',
  'connection of the database': 'postgres: touchline',
};
type ProcessName = keyof typeof PROCESSES;

function pick(stage: Stage, dice: Dice, name: ProcessName): Process {
  const [first, ...more] = stage.show.product.processes(PROCESSES[name]);
  if (!first) throw new Error(`There is no ${name} now.`);
  return dice.oneOf([first, ...more]);
}

function send(process_: Process, signal: NodeJS.Signals): void {
  try {
    process.kill(process_.pid, signal);
  } catch {
    // It has ended in the meantime.
  }
}

const ends = (
  name: ProcessName,
  row: string,
  bounds: { silenceMs: number; stepMs: number } = UNTOUCHED,
  signal: NodeJS.Signals = 'SIGKILL',
): ChaosFault => ({
  name: `${name} ${signal === 'SIGTERM' ? 'told to end' : 'killed'} (${signal})`,
  row,
  ...bounds,
  begin(stage, dice) {
    const one = pick(stage, dice, name);
    send(one, signal);
    return Promise.resolve({ says: `process ${one.pid}`, lastsMs: 100, end: () => undefined });
  },
});

const stops = (
  name: ProcessName,
  row: string,
  seconds: readonly [number, number],
  bounds: { silenceMs: number; stepMs: number } = UNTOUCHED,
): ChaosFault => ({
  name: `${name} stopped for ${seconds.join(' to ')} s`,
  row,
  ...bounds,
  begin(stage, dice) {
    const one = pick(stage, dice, name);
    const all = name === 'database' ? [one, ...stage.show.product.processes('postgres: ')] : [one];
    for (const each of all) send(each, 'SIGSTOP');
    const lastsMs = dice.between(seconds[0] * S, seconds[1] * S);
    const end = () => all.forEach((each) => send(each, 'SIGCONT'));
    return Promise.resolve({ says: `${lastsMs} ms, process ${one.pid}`, lastsMs, end });
  },
});

const destination = (
  does: string,
  row: string,
  seconds: readonly [number, number],
  fault: (proxy: Stage['sick']) => unknown,
  repair: (proxy: Stage['sick']) => unknown = (proxy) => proxy.pass(),
): ChaosFault => ({
  name: `second server ${does}`,
  row,
  ...UNTOUCHED,
  async begin({ sick }, dice) {
    await fault(sick);
    const lastsMs = dice.between(seconds[0] * S, seconds[1] * S);
    return { says: `${lastsMs} ms`, lastsMs, end: async () => void (await repair(sick)) };
  },
});

const cameras = (
  does: string,
  row: string,
  seconds: readonly [number, number],
  choose: (stage: Stage, dice: Dice) => readonly RunningCamera[],
  fault: (camera: RunningCamera) => void,
  repair: (camera: RunningCamera) => Promise<void>,
): ChaosFault => ({
  name: `${does} for ${seconds.join(' to ')} s`,
  row,
  ...UNTOUCHED,
  begin(stage, dice) {
    const chosen = choose(stage, dice);
    chosen.forEach(fault);
    const lastsMs = dice.between(seconds[0] * S, seconds[1] * S);
    const says = `${chosen.map(({ number }) => number).join(' and ')}, ${lastsMs} ms`;
    return Promise.resolve({ says, lastsMs, end: () => Promise.all(chosen.map(repair)) });
  },
});

const one = ({ show: { cameras: all } }: Stage, dice: Dice) => {
  const [first, ...more] = all;
  return first ? [dice.oneOf([first, ...more])] : [];
};
const every = ({ show: { cameras: all } }: Stage) => all;
const silent = ({ pid }: RunningCamera) => void (pid && process.kill(pid, 'SIGSTOP'));
const heard = ({ pid }: RunningCamera) => Promise.resolve(void (pid && process.kill(pid, 'SIGCONT')));

const clock = (script: string): ChaosFault => ({
  name: `clock of ${script} steps by 45 s`,
  row: 'F24',
  ...UNTOUCHED,
  async begin({ clocks }, dice) {
    const aheadMs = dice.oneOf([45 * S, -45 * S]);
    await clocks.set(script, aheadMs);
    return { says: `${aheadMs} ms, and back`, lastsMs: 8 * S, end: () => clocks.set(script, 0) };
  },
});

const disk = (leaveMb: number): ChaosFault => ({
  name: `disk full, ${leaveMb} MB left`,
  row: 'F23',
  ...UNTOUCHED,
  async begin({ disk: small }, dice) {
    await small.fill(leaveMb * 1024 * 1024);
    const lastsMs = dice.between(5 * S, 9 * S);
    return { says: `${lastsMs} ms`, lastsMs, end: () => small.free() };
  },
});

const sql = (name: string, row: string, run: (stage: Stage) => Promise<unknown>): ChaosFault => ({
  name,
  row,
  ...UNTOUCHED,
  async begin(stage) {
    await run(stage);
    return { says: '', lastsMs: 100, end: () => undefined };
  },
});

const bodies: ChaosFault = {
  name: 'bodies that stand still, and a flood of chat',
  row: 'F27',
  ...UNTOUCHED,
  async begin({ show }, dice) {
    const port = Number(new URL(show.product.baseUrl).port);
    const host = `Host: 127.0.0.1:${port}`;
    const text = `${['POST /login HTTP/1.1', host, 'Content-Length: 10', '', ''].join('\r\n')}a`;
    const slug = show.event.slug;
    const { body } = await show.product.api<{ ticket: string }>('POST', '/api/realtime/ticket', {
      audience: 'public',
      slug,
    });
    const floods = [
      await startFlood({ kind: 'still', port, count: 300, text }),
      await startFlood({
        ...{ kind: 'again', port, count: 100, method: 'POST', path: `/api/chat/${slug}` },
        headers: { authorization: `Bearer ${body.ticket}`, 'content-type': 'application/json' },
        body: JSON.stringify({ text: 'Goal!', name: 'Flood' }),
      }),
    ];
    const lastsMs = dice.between(6 * S, 9 * S);
    return { says: `${lastsMs} ms`, lastsMs, end: () => Promise.all(floods.map((flood) => flood.end())) };
  },
};

export const FAULTS: readonly ChaosFault[] = [
  ends('web', 'F1'),
  ends('web', 'F2', UNTOUCHED, 'SIGTERM'),
  stops('web', 'F1', [4, 8]),
  ends('edge', 'F1'),
  stops('edge', 'F1', [3, 6]),
  ends('engine', 'F21', ENGINE_KILLED),
  stops('engine', 'F22', [1, 2], ENGINE_HANGS),
  stops('engine', 'F22', [6, 8], ENGINE_HANGS),
  ends('encoder', 'F21', ENCODER),
  stops('encoder', 'F22', [1, 2], ENCODER),
  stops('encoder', 'F22', [8, 10], ENGINE_HANGS),
  ends('publisher for viewers', 'F21'),
  stops('publisher for viewers', 'F22', [4, 8]),
  ends('LiveKit', 'F8'),
  stops('LiveKit', 'F8', [3, 5]),
  stops('LiveKit', 'F8', [10, 14]),
  ends('database', 'F3', UNTOUCHED, 'SIGQUIT'),
  ends('database', 'F3'),
  stops('database', 'F4', [2, 4]),
  stops('database', 'F4', [8, 12]),
  ends('connection of the database', 'F5'),
  stops('connection of the database', 'F6', [5, 8]),
  sql('every connection of the database ended', 'F5', async ({ admin }) => {
    await admin`select pg_terminate_backend(pid) from pg_stat_activity
      where pid <> pg_backend_pid() and usename like 'touchline%'`;
  }),
  sql('listening connections ended', 'F5', async ({ admin }) => {
    await admin`select pg_terminate_backend(pid) from pg_stat_activity where query ilike 'listen%'`;
  }),
  sql('row of the event locked for 3 s', 'F7', async ({ admin, show }) => {
    await admin.begin(async (tx) => {
      await tx`select 1 from events where slug = ${show.event.slug} for update`;
      await tx`select pg_sleep(3)`;
    });
  }),
  destination('takes nothing', 'F19', [4, 12], (proxy) => proxy.stall()),
  destination('is a black hole', 'F17', [4, 12], (proxy) => (proxy.silence(), proxy.reset())),
  destination(
    'refuses',
    'F16',
    [4, 10],
    (proxy) => proxy.refuse(),
    (proxy) => proxy.listen(),
  ),
  destination('hangs up', 'F18', [1, 2], (proxy) => proxy.cut()),
  destination('takes 25 kB a second', 'F19', [8, 12], (proxy) => proxy.limit(25_000)),
  cameras(
    'camera killed',
    'F11',
    [2, 8],
    one,
    (camera) => camera.kill(),
    (camera) => camera.resume(),
  ),
  cameras('camera without network', 'F10', [2, 4], one, silent, heard),
  cameras('camera without network', 'F10', [8, 12], one, silent, heard),
  cameras('all cameras without network', 'F10', [3, 6], every, silent, heard),
  clock('server.js'),
  clock('engine.js'),
  clock('edge.js'),
  disk(200),
  disk(0),
  bodies,
];
