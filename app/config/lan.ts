import { hostname, type NetworkInterfaceInfo, networkInterfaces } from 'node:os';
import { urlHost } from '../../core/address';

/** An IPv4 address of this machine, and the interface that has it, such as `wlan0`. */
export interface LanInterface {
  name: string;
  address: string;
}

/** A laptop changes networks; an address that is five seconds old is new enough. */
const CACHED_MS = 5_000;
let cached: { at: number; entries: (NetworkInterfaceInfo & { name: string })[] } | null = null;

function entries(now: number) {
  if (!cached || now - cached.at >= CACHED_MS) {
    const all = Object.entries(networkInterfaces());
    cached = { at: now, entries: all.flatMap(([name, list = []]) => list.map((one) => ({ ...one, name }))) };
  }
  return cached.entries.filter((one) => !one.internal);
}

/** IPv4 addresses of this machine that others on its networks may use, loopback left out. */
export function lanInterfaces(now: number = performance.now()): LanInterface[] {
  return entries(now)
    .filter((one) => one.family === 'IPv4')
    .map(({ name, address }) => ({ name, address }));
}

/** Every address by which a page of ours can be opened; a link-local IPv6 one stands in no URL. */
export function ownAddresses(now: number = performance.now()): string[] {
  return entries(now)
    .filter((one) => one.family === 'IPv4' || !one.scopeid)
    .map(({ address }) => address);
}

export function lanAddresses(): string[] {
  return lanInterfaces().map(({ address }) => address);
}

/**
 * The names under which this machine may be asked for on its networks; `.local` is its name by multicast DNS.
 */
export function lanNames(): string[] {
  const name = hostname().toLowerCase();
  if (!/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/.test(name)) return [];
  return name.includes('.') ? [name] : [name, `${name}.local`];
}

const PRIVATE = /^(192\.168\.|10\.|172\.(1[6-9]|2\d|3[01])\.)/;
/**
 * Addresses that no phone of the venue reaches, whatever the interface is called: the host's end of Docker's
 * and libvirt's bridges, Tailscale (100.64.0.0/10), and what a machine gives itself without DHCP.
 */
const UNREACHABLE =
  /^(172\.(1[7-9]|2\d|3[01])\.0\.1$|192\.168\.122\.1$|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.|169\.254\.)/;
/** Bridges of containers and virtual machines, as Linux, macOS and Windows name them. */
const CONTAINERS =
  /^(docker|br-[\da-f]{6}|bridge\d|veth|vethernet|virbr|vnet\d|macvtap|mpqemubr|multipass|vmnet|vmware|vboxnet|virtualbox|cni|flannel|cali|cilium|kube|weave|nodelocaldns|nerdctl|podman|lxc|lxd|incus|hassio|waydroid|anbox|colima|minikube|crc$|ovs-)/i;
/** VPNs; Apple's links between devices (awdl) and the inner ends of tunnels. */
const TUNNELS =
  /^(tailscale|zerotier|zt|wg|wireguard|tun|tap|utun|ppp|ipsec|gre\d|nordlynx|proton|mullvad|nebula|hamachi|ham\d|cloudflare|warp|outline|cscotun|gpd\d|feth|awdl)|vpn|tap-windows/i;

/** Whether a phone in the same network can be expected to reach it: no bridge and no VPN. */
export function isReal({ name, address }: LanInterface): boolean {
  return !UNREACHABLE.test(address) && !CONTAINERS.test(name) && !TUNNELS.test(name);
}

/**
 * The interface by which a phone on the same network reaches this machine: real ones before bridges and
 * VPNs, private addresses before public ones, then in the system's order. Null without a network. Terminal,
 * QR codes and LiveKit all take this one.
 */
export function bestInterface(interfaces: readonly LanInterface[]): LanInterface | null {
  const rank = (one: LanInterface) => (!isReal(one) ? 2 : PRIVATE.test(one.address) ? 0 : 1);
  return [...interfaces].sort((a, b) => rank(a) - rank(b))[0] ?? null;
}

/** @param chosen by the setting LAN_ADDRESS, which always wins */
export function lanAddress(
  chosen: string | null,
  interfaces: readonly LanInterface[] = lanInterfaces(),
): string | null {
  return chosen ?? bestInterface(interfaces)?.address ?? null;
}

/**
 * Every origin the edge listens on, such as `https://192.168.1.20:3443`. A browser may have come by any of
 * them, and by no other except PUBLIC_URL (design §9), so this is the list for the `Origin` check.
 */
export function listeningOrigins(edge: { host: string; port: number; httpsPort: number }): string[] {
  const everywhere = ['0.0.0.0', '::'].includes(edge.host);
  const local = ['localhost', '127.0.0.1', '[::1]'];
  const near = [...ownAddresses().map(urlHost), ...lanNames()];
  const httpHosts = everywhere ? [...local, ...near] : [...local, urlHost(edge.host)];
  const origins = httpHosts.map((host) => new URL(`http://${host}:${edge.port}`).origin);
  if (edge.httpsPort > 0) {
    origins.push(...[...local, ...near].map((host) => new URL(`https://${host}:${edge.httpsPort}`).origin));
  }
  return [...new Set(origins)];
}
