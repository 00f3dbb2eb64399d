import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { parseSettings, type Settings } from '../../app/config/settings';
import { allApiTokens, createApiToken, endApiToken } from '../../app/domain/accounts/api-token';
import { createOwner } from '../../app/domain/accounts/owner-setup';
import { withLogin } from '../../core/database-address';
import { connect, ping, type Sql } from '../../db/connect';
import { throughPooler } from '../../db/pooler';
import { adminUrl, readAccess } from '../../supervisor/postgres';
import { readEnvironment } from '../../supervisor/settings';
import { finishRotation, rotateKeys } from './rotate-keys';
import { finishLiveKitRotation, rotateLiveKitKey } from './rotate-livekit-key';

const Passwords = z.object({ touchline_web: z.string(), touchline_engine: z.string() });
type Role = keyof z.infer<typeof Passwords>;

/**
 * A connection to the installation's database with the role of one of our processes, so that the commands run
 * under the same policies. The database is DATABASE_URL's or the embedded one, which has to run.
 * @throws an Error with the way out when nothing answers
 */
async function openDatabase(settings: Settings, role: Role = 'touchline_web'): Promise<Sql> {
  const again = `start Touchline with npm start (DATA_DIR is ${settings.dataDir}), then try again.`;
  const access = readAccess(settings.dataDir);
  const admin = settings.databaseUrl ? await throughPooler(settings.databaseUrl) : access && adminUrl(access);
  const password = passwordOf(settings.dataDir, role);
  if (!admin || !password) throw new Error(`This installation was never started: ${again}`);
  const sql = connect(withLogin(admin, role, password), { max: 1, name: 'touchline-admin' });
  try {
    await ping(sql);
    return sql;
  } catch (cause) {
    await sql.end({ timeout: 1 });
    throw new Error(`Touchline's database does not answer: ${again}`, { cause });
  }
}

function passwordOf(dataDir: string, role: Role): string | null {
  try {
    return Passwords.parse(JSON.parse(readFileSync(join(dataDir, 'db-roles.json'), 'utf8')))[role];
  } catch {
    return null;
  }
}

const USAGE = `Usage:
  npm run --silent admin -- create-token --name NAME [--team SLUG] [--days N]
      prints an API token that acts as an owner of the team (the first team by default), for N days or until it
      is revoked; it is shown this once
  npm run --silent admin -- list-tokens
      lists all API tokens with their ids, teams, last use and end, newest first
  npm run --silent admin -- revoke-token --id ID
      ends an API token at once, with everything that is open by it
  npm run --silent admin -- create-owner --email E --password-stdin [--name NAME] [--team SLUG]
      makes an owner of the team, with the password read from standard input
  npm run --silent admin -- rotate-keys [--finish]
      seals every stored secret with a new root key, while Touchline runs; with --finish the old key is thrown away
  npm run --silent admin -- rotate-livekit-key [--finish]
      signs tokens for the media server with a new key, while Touchline runs and without disconnecting anybody;
      with --finish the old key and what it signed end, and phones and pages join again automatically`;

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      name: { type: 'string' },
      team: { type: 'string' },
      email: { type: 'string' },
      'password-stdin': { type: 'boolean' },
      finish: { type: 'boolean' },
      id: { type: 'string' },
      days: { type: 'string' },
    },
  });
  const { name, team: teamSlug, email, id, days } = values;
  const command = positionals.length === 1 ? positionals[0] : undefined;
  if (command === 'create-token' && name) {
    const wish = { name, teamSlug, days: days === undefined ? undefined : wholeDays(days) };
    const { token } = await withDatabase((sql) => createApiToken({ sql }, wish));
    console.log(token);
  } else if (command === 'list-tokens') {
    const tokens = await withDatabase((sql) => allApiTokens({ sql }));
    console.log(tokens.map(tokenLine).join('\n') || 'There are no API tokens.');
  } else if (command === 'revoke-token' && id) {
    const ended = await withDatabase((sql) => endApiToken({ sql }, id));
    console.log(`The token "${ended}" is revoked. What was open by it closes within two seconds.`);
  } else if (command === 'create-owner' && email && values['password-stdin']) {
    const password = (await readStdin()).replace(/\r?\n$/, '');
    const owner = { email, name: name ?? '', password, teamSlug };
    const { team } = await withDatabase((sql) => createOwner({ sql }, owner));
    console.log(`${email} is an owner of the team "${team}" now and can sign in at /login.`);
  } else if (command === 'rotate-keys') {
    const settings = parseSettings(readEnvironment(process.cwd()));
    const sql = await openDatabase(settings, 'touchline_engine');
    try {
      const step = values.finish ? finishRotation : rotateKeys;
      console.log(await step(settings, sql));
    } finally {
      await sql.end({ timeout: 2 });
    }
  } else if (command === 'rotate-livekit-key') {
    const settings = parseSettings(readEnvironment(process.cwd()));
    console.log(values.finish ? finishLiveKitRotation(settings) : rotateLiveKitKey(settings));
  } else {
    throw new Error(USAGE);
  }
}

/** @throws Error unless it is a whole number of days, at most a century */
function wholeDays(text: string): number {
  if (!/^[1-9]\d{0,4}$/.test(text)) throw new Error('--days must be a whole number above 0.');
  return Number(text);
}

type Listed = Awaited<ReturnType<typeof allApiTokens>>[number];

function tokenLine({ id, team, name, createdAt, usedAt, expiresAt, revokedAt }: Listed): string {
  const day = (at: Date | null) => at?.toISOString().slice(0, 10);
  const over = expiresAt !== null && expiresAt.getTime() < Date.now();
  const end = revokedAt
    ? `revoked ${day(revokedAt)}`
    : `${over ? 'ended' : 'ends'} ${day(expiresAt) ?? 'never'}`;
  return [id, team, name, `made ${day(createdAt)}`, `used ${day(usedAt) ?? 'never'}`, end].join('  ');
}

async function withDatabase<T>(work: (sql: Sql) => Promise<T>): Promise<T> {
  const sql = await openDatabase(parseSettings(readEnvironment(process.cwd())));
  try {
    return await work(sql);
  } finally {
    await sql.end({ timeout: 2 });
  }
}

async function readStdin(): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(Buffer.from(chunk as Uint8Array));
  return Buffer.concat(chunks).toString('utf8');
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exit(1);
});
