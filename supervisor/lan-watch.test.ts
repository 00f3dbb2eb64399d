import { expect, test } from 'vitest';
import { createLanWatch } from './lan-watch';
import type { LanInterface } from '../app/config/lan';

const WIFI = { name: 'wlan0', address: '192.168.50.2' };
const CABLE = { name: 'eth0', address: '10.0.0.7' };

/** The addresses that a watch moves to, looking every five seconds; each step lasts so many seconds. */
function moves(current: string, steps: readonly (readonly [LanInterface[], number])[]): string[] {
  const watch = createLanWatch(current);
  let nowMs = 0;
  return steps.flatMap(([interfaces, seconds]) =>
    Array.from({ length: seconds / 5 }, () => watch(interfaces, (nowMs += 5_000))).filter(
      (address) => address !== null,
    ),
  );
}

test.each([
  ['Docker', { name: 'docker0', address: '172.17.0.1' }],
  ['a compose network', { name: 'br-abc123def456', address: '172.19.0.1' }],
  ['a bridge with an address of its own', { name: 'br-abc123def456', address: '10.200.0.5' }],
  ['libvirt', { name: 'virbr0', address: '192.168.122.1' }],
  ['Tailscale', { name: 'tailscale0', address: '100.101.1.1' }],
  ['a VPN of macOS', { name: 'utun4', address: '10.8.0.2' }],
  ['WSL on Windows', { name: 'vEthernet (WSL)', address: '172.28.16.1' }],
  ['Home Assistant', { name: 'hassio', address: '192.168.32.1' }],
  ['containerd', { name: 'nerdctl0', address: '10.4.0.1' }],
  ['Kubernetes', { name: 'kube-bridge', address: '10.244.0.1' }],
  ['GlobalProtect', { name: 'gpd0', address: '10.9.0.2' }],
  ['AnyConnect', { name: 'cscotun0', address: '10.9.0.2' }],
  ['OpenVPN on Windows', { name: 'OpenVPN TAP-Windows6', address: '10.8.0.6' }],
  ['Cloudflare', { name: 'CloudflareWARP', address: '172.16.0.2' }],
  ['Mullvad', { name: 'wg0-mullvad', address: '10.64.0.3' }],
  ['Nebula', { name: 'nebula1', address: '192.168.98.1' }],
  ['a card without DHCP', { name: 'eth1', address: '169.254.7.7' }],
])('a Wi-Fi that is away is never replaced by %s', (_what, other) => {
  expect(
    moves(WIFI.address, [
      [[WIFI, other], 10],
      [[other], 3_600],
      [[WIFI, other], 60],
    ]),
  ).toEqual([]);
});

test('a Wi-Fi that blinks for a quarter of a minute cuts nobody, also with a cable next to it', () => {
  const blink: [LanInterface[], number][] = [
    [[WIFI, CABLE], 30],
    [[CABLE], 15],
  ];
  expect(moves(WIFI.address, [...blink, ...blink, ...blink, [[WIFI, CABLE], 60]])).toEqual([]);
});

test('when the network is gone for good, another real one is taken, until the first is back for good', () => {
  const away: [LanInterface[], number][] = [
    [[WIFI, CABLE], 10],
    [[CABLE], 30],
  ];
  expect(moves(WIFI.address, [...away, [[CABLE], 3_600]])).toEqual([CABLE.address]);
  expect(moves(WIFI.address, [...away, [[WIFI, CABLE], 15], [[CABLE], 60]])).toEqual([CABLE.address]);
  // The QR code leads to the first again: LiveKit announces the same.
  expect(moves(WIFI.address, [...away, [[WIFI, CABLE], 60], ...away])).toEqual([
    CABLE.address,
    WIFI.address,
    CABLE.address,
  ]);
  const renewed = { ...WIFI, address: '192.168.50.99' };
  expect(moves(WIFI.address, [...away, [[renewed, CABLE], 60]])).toEqual([CABLE.address, renewed.address]);
});

test('another address on the same interface is taken at the next look: the laptop changed its Wi-Fi', () => {
  const other = { name: 'wlan0', address: '10.20.30.40' };
  expect(
    moves(WIFI.address, [
      [[WIFI], 10],
      [[], 10],
      [[other], 5],
    ]),
  ).toEqual([other.address]);
});

test('from a bridge or VPN it moves when a better address appears and stays', () => {
  const vpn = { name: 'tailscale0', address: '100.101.1.1' };
  expect(
    moves(vpn.address, [
      [[vpn], 30],
      [[vpn, WIFI], 10],
      [[vpn], 10],
      [[vpn, WIFI], 60],
      [[vpn], 60],
    ]),
  ).toEqual([WIFI.address]);
});

test('a machine that starts without a network takes the first real one at once', () => {
  expect(
    moves('127.0.0.1', [
      [[{ name: 'docker0', address: '172.17.0.1' }], 60],
      [[WIFI], 5],
    ]),
  ).toEqual([WIFI.address]);
});
