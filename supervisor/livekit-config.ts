import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { replaceFile } from '../db/atomic-file';
import { acceptedKeys } from '../livekit/key-file';
import { openLiveKitKeys } from './livekit-keys';
import { choosePort } from './ports';

/**
 * Read back from our own file: ports stay the same over restarts (a firewall may allow them).
 */
const Known = z.object({
  port: z.number(),
  rtc: z.object({ tcp_port: z.number(), udp_port: z.number() }),
  keys: z.record(z.string(), z.string()),
});

export interface OwnLiveKit {
  port: number;
  tcpPort: number;
  udpPort: number;
  dataDir: string;
  configFile: string;
}

/** Ports of our own LiveKit: the same as before where they are free. */
export async function chooseLiveKit(dataDir: string, taken: Set<number>): Promise<OwnLiveKit> {
  const configFile = join(dataDir, 'livekit.yaml');
  const known = readKnown(configFile);
  // A version that had one key kept it here.
  const [first] = Object.entries(known?.keys ?? {});
  openLiveKitKeys(dataDir, first ? { apiKey: first[0], apiSecret: first[1] } : null);
  return {
    configFile,
    dataDir,
    // 7880 to 7882 are LiveKit's own defaults. Media listens on every interface, so the port is tested there.
    port: await choosePort([known?.port, 7880], { taken }),
    tcpPort: await choosePort([known?.rtc.tcp_port, 7881], { taken, host: '0.0.0.0' }),
    udpPort: await choosePort([known?.rtc.udp_port, 7882], { taken, host: '0.0.0.0', protocol: 'udp' }),
  };
}

function readKnown(file: string): z.infer<typeof Known> | null {
  try {
    return Known.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return null;
  }
}

/**
 * The configuration is JSON, which is valid YAML. It holds the secrets.
 * @returns ids of the keys that it takes
 */
export function writeLiveKitConfig(own: OwnLiveKit, nodeIp: string, webhookUrl: string): string[] {
  const keys = openLiveKitKeys(own.dataDir, null);
  const accepted = acceptedKeys(keys);
  const config = {
    port: own.port,
    // The edge passes signalling through, so nothing else needs to reach it.
    bind_addresses: ['127.0.0.1'],
    rtc: {
      tcp_port: own.tcpPort,
      udp_port: own.udpPort,
      node_ip: nodeIp,
      use_external_ip: false,
      enable_loopback_candidate: true,
    },
    // We create rooms when a token is issued, so a stray token opens nothing (design §6). The director also
    // unmutes a camera that was muted; its operator need not agree.
    room: { auto_create: false, enable_remote_unmute: true },
    keys: Object.fromEntries(accepted.map(({ apiKey, apiSecret }) => [apiKey, apiSecret])),
    webhook: { api_key: keys.signs.apiKey, urls: [webhookUrl] },
    logging: { json: true, level: 'warn', pion_level: 'error' },
  };
  replaceFile(own.configFile, JSON.stringify(config, null, 2));
  return accepted.map(({ apiKey }) => apiKey);
}
