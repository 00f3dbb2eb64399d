import { z } from 'zod';

/** Everything that is wrong with the settings, at once: whoever mends a file wants to mend it in one go. */
export class SettingsError extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`These settings need attention:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
    this.name = 'SettingsError';
    this.problems = problems;
  }
}

export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads each name of `shape` from the environment. A name that is there and empty (as in .env.example) counts
 * as unset.
 */
export function readFields<Shape extends z.ZodRawShape>(
  shape: Shape,
  env: Environment,
): { values: z.output<z.ZodObject<Shape>> | null; problems: string[] } {
  const given = Object.fromEntries(
    Object.keys(shape)
      .map((name) => [name, env[name]?.trim()] as const)
      .filter(([, value]) => value !== undefined && value !== ''),
  );
  const parsed = z.object(shape).safeParse(given);
  if (parsed.success) return { values: parsed.data, problems: [] };
  return { values: null, problems: parsed.error.issues.map(sentence) };
}

function sentence(issue: z.core.$ZodIssue): string {
  const name = String(issue.path[0] ?? 'A setting');
  const missing = issue.code === 'invalid_type' && issue.input === undefined;
  return `${name} ${missing ? 'is missing' : issue.message}.`;
}
