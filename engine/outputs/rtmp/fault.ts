import type { DestinationFault } from '../../../core/destination-state';

/** What ffmpeg says when a connection does not come about, most telling first (seen with 5.1 and nginx's RTMP module). */
const SAID: readonly [RegExp, DestinationFault][] = [
  [/Failed to resolve hostname/i, 'unknown-host'],
  [/certificate (failed|verif)|verification failed/i, 'certificate'],
  [/Connection refused|No route to host|Network is unreachable/i, 'refused'],
  [/BadName|Unauthori[sz]ed|denied|not allowed|invalid (stream|key)|Server error/i, 'rejected'],
  [/timed out/i, 'timeout'],
];

/**
 * The fault behind an ended sending process.
 *
 * @param lines its last words, redacted
 * @param wasLive whether it had been sending
 */
export function faultOf(lines: readonly string[], wasLive: boolean): DestinationFault {
  const text = lines.join('\n');
  for (const [pattern, fault] of SAID) if (pattern.test(text)) return fault;
  if (wasLive) return 'dropped';
  // A server that closes during the handshake is how nginx and most platforms refuse; ffmpeg has no more words for it.
  if (/Input\/output error|End of file|reset by peer|Broken pipe/i.test(text)) return 'rejected';
  return 'internal';
}
