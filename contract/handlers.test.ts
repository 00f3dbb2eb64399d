import { expectTypeOf, test } from 'vitest';
import type { ClientToServer, Handlers, MessageOf, ServerToClient, StateOf } from './messages';
import type { PacketHandlers, RelayPackets } from './packets';
import type { Audience } from './vocabulary';

/**
 * Checked by the compiler (`npm run types`): an `@ts-expect-error` without an error after it is an error
 * itself. The records are used in realtime/client/event-connection, realtime/sockets/gateway and
 * audience/embed/packets.
 */

type Added<Direction> = Direction & { added: (message: { n: number }) => void };

test('a browser that leaves out a new message of the server does not compile', () => {
  const today: Handlers<ServerToClient<'crew'>> = {
    snapshot: () => undefined,
    update: () => undefined,
    telemetry: () => undefined,
    presence: () => undefined,
    chat: () => undefined,
    takenOver: () => undefined,
    clock: () => undefined,
    moving: () => undefined,
  };
  // @ts-expect-error: `added` has no handler
  const forgetful: Handlers<Added<ServerToClient<'crew'>>> = today;
  const whole: Handlers<Added<ServerToClient<'crew'>>> = { ...today, added: () => undefined };
  expectTypeOf([forgetful, whole]).toExtend<object[]>();
});

test('a server that leaves out a new message of clients does not compile', () => {
  const today: Handlers<ClientToServer> = { resume: () => undefined, phone: () => undefined };
  // @ts-expect-error: `added` has no handler
  const forgetful: Handlers<Added<ClientToServer>> = today;
  expectTypeOf(forgetful).toBeObject();
});

test('an embedded player that leaves out a kind of packet does not compile', () => {
  // @ts-expect-error: `chat` has no handler
  const forgetful: PacketHandlers = { state: () => undefined, count: () => undefined };
  expectTypeOf(forgetful).toBeObject();
  expectTypeOf<keyof PacketHandlers>().toEqualTypeOf<keyof RelayPackets>();
});

test('a handler gets the content of its own message', () => {
  expectTypeOf<MessageOf<ServerToClient, 'moving'>>().toEqualTypeOf<{ afterMs: number }>();
  expectTypeOf<MessageOf<ServerToClient, 'takenOver'>>().toEqualTypeOf<undefined>();
  const wrong = { resume: (message: { seq: string }) => message.seq, phone: () => undefined };
  // @ts-expect-error: `seq` is a number
  const handlers: Handlers<ClientToServer> = wrong;
  expectTypeOf(handlers).toBeObject();
});

test('every audience has a state', () => {
  expectTypeOf<keyof StateOf>().toEqualTypeOf<Audience>();
});
