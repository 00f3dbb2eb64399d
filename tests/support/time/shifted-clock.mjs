// Loaded by NODE_OPTIONS before anything else (shifted-clocks.ts): Date of this process is so many ms ahead
// of the machine as the file with the name of its script says, beside this one. Timers and performance.now()
// are as ever.
import { readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const LOOK_MS = 100;
const folder = dirname(fileURLToPath(import.meta.url));
const script = basename(process.argv[1] ?? '');

if (['engine.js', 'server.js', 'edge.js'].includes(script)) {
  const RealDate = Date;
  let aheadMs = 0;
  const look = () => {
    try {
      const wanted = Number(readFileSync(join(folder, script), 'utf8'));
      if (wanted === aheadMs) return;
      aheadMs = wanted;
      writeFileSync(join(folder, `${script}.${aheadMs}`), '');
    } catch {
      // No such file: nobody has set it.
    }
  };
  globalThis.Date = new Proxy(RealDate, {
    construct: (target, args, self) =>
      Reflect.construct(target, args.length === 0 ? [target.now() + aheadMs] : args, self),
    apply: (target) => new target(target.now() + aheadMs).toString(),
    get: (target, name) => (name === 'now' ? () => target.now() + aheadMs : Reflect.get(target, name)),
  });
  look();
  setInterval(look, LOOK_MS).unref();
}
