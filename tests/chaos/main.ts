import { parseArgs } from 'node:util';
import { mkdirSync } from 'node:fs';
import { ensureBuild } from '../../scripts/make/ensure-build';
import { setUpPrograms } from '../../setup/set-up-programs';
import { FAULTS } from './faults';
import { runChaos } from './run';

/**
 * `npm run test:chaos -- --seed 7 --minutes 30`: a whole show with a fault every twenty seconds
 * (docs/testing.md). Ends with 1 when a promise of docs/safety.md did not hold.
 */
async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      seed: { type: 'string', default: String(Date.now() % 100_000) },
      minutes: { type: 'string', default: '2' },
      web: { type: 'string', default: '1' },
      engines: { type: 'string', default: '1' },
      only: { type: 'string', multiple: true },
      keep: { type: 'string' },
      patience: { type: 'string', default: '1' },
      list: { type: 'boolean' },
    },
  });
  if (values.list) {
    for (const { row, name } of FAULTS) console.log(`${row.padEnd(4)} ${name}`);
    return 0;
  }
  const number = (name: 'seed' | 'minutes' | 'web' | 'engines' | 'patience', least: number) => {
    const value = Number(values[name]);
    if (!(value >= least)) throw new Error(`--${name} must be a number, at least ${least}.`);
    return value;
  };
  const options = {
    seed: Math.floor(number('seed', 0)),
    minutes: number('minutes', 0.1),
    webs: Math.floor(number('web', 1)),
    engines: Math.floor(number('engines', 1)),
    only: values.only,
    keep: values.keep,
    patience: number('patience', 1),
    print: (line: string) => console.log(line),
  };
  mkdirSync('.cache', { recursive: true });
  const { settings, missing } = await setUpPrograms(['e2e']);
  for (const sentence of missing) console.log(sentence);
  Object.assign(process.env, settings);
  await ensureBuild(process.cwd());
  const violations = await runChaos(options);
  for (const line of violations) console.log(`✗ ${line}`);
  console.log(
    violations.length === 0
      ? `Every promise held (seed ${options.seed}, ${options.minutes} minutes).`
      : `${violations.length} promises did not hold. Again: npm run test:chaos -- --seed ${options.seed} --minutes ${options.minutes}`,
  );
  return violations.length === 0 ? 0 : 1;
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
