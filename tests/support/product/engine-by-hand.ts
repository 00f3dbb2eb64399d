import { spawn } from 'node:child_process';
import { readFileSync, readlinkSync } from 'node:fs';
import { once } from 'node:events';
import { type FaultProxy, startFaultProxy } from '../network/fault-proxy';
import { descendants } from './processes';
import type { Touchline } from './product';

/** One more engine of a product, whose way to the database can be broken for it alone. */
export interface EngineByHand {
  database: FaultProxy;
  /** Whether it makes the program of an event at 640 × 360. */
  hasProgram(): boolean;
  close(): Promise<void>;
}

/** Starts it as the supervisor starts its own, with the environment of one that runs. */
export async function startEngineByHand(product: Touchline): Promise<EngineByHand> {
  const [running] = product.processes('engine.js');
  if (!running) throw new Error('No engine runs.');
  const environment = Object.fromEntries(
    readFileSync(`/proc/${running.pid}/environ`, 'utf8')
      .split('\0')
      .filter((line) => line && !line.startsWith('NODE_CHANNEL_'))
      .map((line) => [
        line.slice(0, line.indexOf('=')),
        withoutFiles(running.pid, line.slice(line.indexOf('=') + 1)),
      ]),
  );
  const url = new URL(environment.ENGINE_DATABASE_URL ?? '');
  const database = await startFaultProxy({ port: Number(url.port) });
  url.host = `127.0.0.1:${database.port}`;
  const child = spawn(process.execPath, ['--enable-source-maps', 'build/main/engine.js'], {
    cwd: new URL('../../../', import.meta.url).pathname,
    env: {
      NODE_ENV: 'production',
      ...environment,
      ENGINE_DATABASE_URL: url.toString(),
      ENGINE_KEEPS_RECORDINGS: 'false',
    },
    stdio: 'ignore',
  });
  return {
    database,
    hasProgram: () => descendants(child.pid ?? 0).some(({ command }) => command.includes('640x360')),
    async close() {
      if (child.exitCode === null && child.signalCode === null) {
        const gone = once(child, 'exit');
        child.kill('SIGKILL');
        await gone;
      }
      await database.close();
    },
  };
}

/**
 * A process whose user cannot reach a folder has the file there by an open one, whose number means nothing to
 * another process: we can name its path.
 */
function withoutFiles(pid: number, value: string): string {
  return value.replace(/^\/proc\/self(\/fd\/\d+)(?=\/|$)/, (_, file: string) =>
    readlinkSync(`/proc/${pid}${file}`),
  );
}
