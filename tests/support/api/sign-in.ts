import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Touchline } from '../product/product';

const EMAIL = 'owner@club.example';
const PASSWORD = 'a long password that nobody has';

/** Makes an owner and signs in as with a browser. @returns the cookies, as a request sends them */
export async function signIn({ env, baseUrl }: Touchline): Promise<string> {
  const args = ['scripts/admin.mjs', 'create-owner', '--email', EMAIL, '--password-stdin'];
  const child = spawn(process.execPath, args, { env, stdio: ['pipe', 'ignore', 'inherit'] });
  child.stdin.end(`${PASSWORD}\n`);
  await once(child, 'exit');
  const answer = await fetch(`${baseUrl}/login`, {
    method: 'POST',
    redirect: 'manual',
    headers: { origin: baseUrl },
    body: new URLSearchParams({ email: EMAIL, password: PASSWORD }),
  });
  if (answer.status !== 302) throw new Error(`Nobody was let in: ${answer.status}`);
  return answer.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');
}
