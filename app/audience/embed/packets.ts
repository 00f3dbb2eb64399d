import type { Snapshot } from '../../../contract/messages';
import type { PacketHandlers, RelayPackets } from '../../../contract/packets';

/**
 * Hands a data packet of the program room to its handler. A topic that this page does not know, as a later
 * version may send, is ignored; so is a content that this page would break on. Only the server may publish
 * there (core/grants).
 */
export function handlePacket(topic: string, text: string, handlers: PacketHandlers): void {
  const message = parse(text);
  if (typeof message === 'object' && message !== null && isTopic(topic)) handle(topic, message, handlers);
}

function handle<Topic extends keyof RelayPackets>(
  topic: Topic,
  message: object,
  handlers: PacketHandlers,
): void {
  const checked = CHECKED[topic](message);
  if (checked !== null) handlers[topic](checked);
}

const CHECKED: { [Topic in keyof RelayPackets]: (message: object) => RelayPackets[Topic] | null } = {
  state: (message) => (isSnapshot(message) ? message : null),
  count: (message) =>
    'viewers' in message && typeof message.viewers === 'number' ? { viewers: message.viewers } : null,
  chat: (message) => (isBatch(message) ? message : null),
};

function isTopic(topic: string): topic is keyof RelayPackets {
  return Object.hasOwn(CHECKED, topic);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function isBatch(message: object): message is RelayPackets['chat'] {
  return (
    'messages' in message &&
    Array.isArray(message.messages) &&
    'seq' in message &&
    typeof message.seq === 'number' &&
    'mode' in message &&
    'removed' in message
  );
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
