import { onPath, output } from './command';
import { aptInstall, mayInstallPackages } from './packages';

const OLDEST = 5;

/**
 * The ffmpeg of the PATH, 5 or later, with the encoders that the engine uses. Installs it where that may be
 * done without asking.
 */
export async function findFfmpeg(): Promise<{ path: string; version: string }> {
  let fault = await look();
  if (typeof fault === 'string' && mayInstallPackages()) {
    console.log(`${fault} Installing it now.`);
    await aptInstall('ffmpeg', ['ffmpeg']);
    fault = await look();
  }
  if (typeof fault !== 'string') return fault;
  throw new Error(`${fault} Run: ${installCommand()}`);
}

async function look(): Promise<{ path: string; version: string } | string> {
  const path = onPath('ffmpeg');
  if (!path) return 'ffmpeg is not installed, and the program cannot be encoded without it.';
  const banner = (await output(path, ['-hide_banner', '-version'])) ?? '';
  const version = /^ffmpeg version (\S+)/.exec(banner)?.[1] ?? 'unknown';
  // Builds from a repository's head are called N-12345-g…; those are newer than any release we ask for.
  const major = /^n?(\d+)\./.exec(version)?.[1];
  if (major !== undefined && Number(major) < OLDEST)
    return `ffmpeg ${OLDEST} or later is needed, and ${path} is ${version}.`;
  const lacking = ['libx264', 'libopus'].filter((library) => !banner.includes(`--enable-${library}`));
  if (lacking.length > 0) return `${path} was built without ${lacking.join(' and ')}.`;
  return { path, version };
}

function installCommand(): string {
  if (process.platform === 'darwin') return 'brew install ffmpeg';
  if (onPath('apt-get')) return 'sudo apt-get install ffmpeg';
  if (onPath('dnf')) return 'sudo dnf install ffmpeg';
  if (onPath('pacman')) return 'sudo pacman -S ffmpeg';
  return 'your package manager to install ffmpeg';
}
