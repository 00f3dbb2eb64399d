import type { RelayPackets, Snapshot } from '../../../contract/messages';

/**
 * A packet of the relay by its topic; null for one that this page does not know, as a later version may send.
 */
export type Packet = {
  [Topic in keyof RelayPackets]: { topic: Topic; message: RelayPackets[Topic] };
}[keyof RelayPackets];

/**
 * Reads a data packet of the program room. Only the server may publish there (core/grants), so its shape is
 * looked at as far as this page would break on another one.
 */
export function readPacket(topic: string, text: string): Packet | null {
  const message = parse(text);
  if (typeof message !== 'object' || message === null) return null;
  switch (topic) {
    case 'state':
      return isSnapshot(message) ? { topic, message } : null;
    case 'count':
      return 'viewers' in message && typeof message.viewers === 'number'
        ? { topic, message: { viewers: message.viewers } }
        : null;
    case 'chat':
      return 'messages' in message && Array.isArray(message.messages) && isBatch(message)
        ? { topic, message }
        : null;
    default:
      return null;
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function isBatch(message: object): message is RelayPackets['chat'] {
  return 'seq' in message && typeof message.seq === 'number' && 'mode' in message && 'removed' in message;
}

function isSnapshot(message: object): message is Snapshot<'public'> {
  return (
    'seq' in message &&
    typeof message.seq === 'number' &&
    'state' in message &&
    typeof message.state === 'object' &&
    message.state !== null &&
    'event' in message.state
  );
}
