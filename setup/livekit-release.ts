import { createHash } from 'node:crypto';
import { chmod, mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { EnvHttpProxyAgent, fetch } from 'undici';
import { follow } from './command';
import { longStep } from './progress';

export const LIVEKIT_VERSION = '1.13.5';

/**
 * SHA-256 of the release's archives, from its checksums.txt. There is none for macOS, which uses Homebrew's
 * `livekit` or a build by Go.
 */
const ARCHIVES: Readonly<Record<string, { name: string; sha256: string }>> = {
  'linux-x64': {
    name: `livekit_${LIVEKIT_VERSION}_linux_amd64.tar.gz`,
    sha256: 'c020fac437b7cc9b776eef1ad5ea8af77be9acfa07602eca20a3a44930dfbc70',
  },
  'linux-arm64': {
    name: `livekit_${LIVEKIT_VERSION}_linux_arm64.tar.gz`,
    sha256: '332015305518765fe05bad74fc3a9d9583e635e7dd130de3c4fc563d69c550f3',
  },
};

const RELEASES = `https://github.com/livekit/livekit/releases/download/v${LIVEKIT_VERSION}`;
/** All that is lost where the internet cannot be reached. */
const ANSWER_MS = 10_000;
/** A download without a byte for so long will not finish. */
const STALL_MS = 10_000;

export interface Release {
  base: string;
  archive: { name: string; sha256: string } | undefined;
  answerMs: number;
  stallMs: number;
}

const officialRelease: Release = {
  base: RELEASES,
  archive: ARCHIVES[`${process.platform}-${process.arch}`],
  answerMs: ANSWER_MS,
  stallMs: STALL_MS,
};

/** Downloads the official release, verifies its pinned checksum and puts the server program at `target`. */
export async function downloadLiveKit(target: string, release: Release = officialRelease): Promise<void> {
  const { archive } = release;
  if (!archive) throw new Error(`LiveKit has no release for ${process.platform} ${process.arch}.`);
  const step = longStep(`Downloading LiveKit ${LIVEKIT_VERSION}`);
  try {
    const bytes = await fetchBytes(`${release.base}/${archive.name}`, release, (text) => step.note(text));
    const sum = createHash('sha256').update(bytes).digest('hex');
    if (sum !== archive.sha256)
      throw new Error(`${archive.name} has the wrong checksum (${sum}), so it is not used.`);
    await mkdir(dirname(target), { recursive: true });
    const folder = await mkdtemp(join(dirname(target), '.download-'));
    try {
      await writeFile(join(folder, archive.name), bytes);
      await follow('tar', ['-xzf', join(folder, archive.name), '-C', folder, 'livekit-server'], {
        timeoutMs: 60_000,
      });
      await chmod(join(folder, 'livekit-server'), 0o755);
      await rename(join(folder, 'livekit-server'), target);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
    step.end('done');
  } catch (error) {
    step.end('not possible');
    throw error;
  }
}

/** A network may let programs out by its proxy only (HTTPS_PROXY, HTTP_PROXY, NO_PROXY). */
const PROXY_NAMES = ['https_proxy', 'HTTPS_PROXY', 'http_proxy', 'HTTP_PROXY'];
const officeProxy = () =>
  PROXY_NAMES.some((name) => process.env[name]) ? new EnvHttpProxyAgent() : undefined;

async function fetchBytes(url: string, limits: Release, note: (text: string) => void): Promise<Buffer> {
  const abort = new AbortController();
  let timer = setTimeout(
    () => abort.abort(new Error(`no answer within ${limits.answerMs} ms`)),
    limits.answerMs,
  );
  const proxy = officeProxy();
  try {
    const response = await fetch(url, { signal: abort.signal, ...(proxy && { dispatcher: proxy }) });
    if (!response.ok || !response.body) throw new Error(`${url} answered ${response.status}.`);
    const total = Number(response.headers.get('content-length') ?? 0);
    const chunks: Uint8Array[] = [];
    let received = 0;
    const reader = response.body.getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return Buffer.concat(chunks);
      clearTimeout(timer);
      timer = setTimeout(() => abort.abort(new Error(`stalled for ${limits.stallMs} ms`)), limits.stallMs);
      chunks.push(value);
      received += value.length;
      note(total ? `${Math.round((100 * received) / total)} %` : `${(received / 1e6).toFixed(1)} MB`);
    }
  } catch (error) {
    const reason = abort.signal.aborted ? (abort.signal.reason as unknown) : error;
    const cause =
      reason instanceof Error && reason.cause instanceof Error ? ` (${reason.cause.message})` : '';
    throw new Error(
      `LiveKit's release could not be downloaded: ${reason instanceof Error ? reason.message : String(reason)}${cause}`,
    );
  } finally {
    clearTimeout(timer);
    await proxy?.destroy();
  }
}
