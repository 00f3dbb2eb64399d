// Separate from main.ts, which starts the demo when imported, so that a test can import this.
import { spawn } from 'node:child_process';

type Environment = Readonly<Record<string, string | undefined>>;

/** Shows a page in the person's own browser where there is a desktop; does nothing elsewhere. */
export function openBrowser(url: string, env: Environment = process.env): void {
  const command = browserCommand(env);
  if (!command) return;
  const child = spawn(command, [url], { stdio: 'ignore', detached: true });
  child.on('error', () => undefined);
  child.unref();
}

export function browserCommand(env: Environment, platform: string = process.platform): string | null {
  if (env.TOUCHLINE_NO_BROWSER || (env.CI && env.CI !== 'false')) return null;
  if (platform === 'darwin') return 'open';
  if (platform === 'linux' && (env.DISPLAY || env.WAYLAND_DISPLAY)) return 'xdg-open';
  return null;
}
