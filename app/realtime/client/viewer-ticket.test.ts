import { describe, expect, it } from 'vitest';
import type { TicketRequest } from '../../../contract/messages';
import { ViewerTicket } from './viewer-ticket';

function page() {
  const asked: TicketRequest[] = [];
  let nowMs = 0;
  const ticket = new ViewerTicket(
    'cup',
    (request) => {
      asked.push(request);
      return Promise.resolve({ ticket: `ticket ${asked.length}`, expiresInS: 600 });
    },
    () => nowMs,
  );
  return { ticket, asked, wait: (ms: number) => (nowMs += ms) };
}

describe('a viewer’s ticket', () => {
  it('is asked for once, however many parts of the page need it at once', async () => {
    const { ticket, asked } = page();
    expect(ticket.peek()).toBeNull();
    expect(await Promise.all([ticket.get(), ticket.get(), ticket.get()])).toEqual(Array(3).fill('ticket 1'));
    expect(ticket.peek()).toBe('ticket 1');
    expect(asked).toHaveLength(1);
  });

  it('is renewed before it ends, in the name of the old one', async () => {
    const { ticket, asked, wait } = page();
    await ticket.get();
    wait(539_000);
    expect(await ticket.get()).toBe('ticket 1');
    wait(2_000);
    expect(await ticket.get()).toBe('ticket 2');
    expect(asked[1]).toEqual({ audience: 'public', slug: 'cup', renews: 'ticket 1' });
  });

  it('is asked for again when the server did not take it', async () => {
    const { ticket } = page();
    await ticket.get();
    ticket.refused();
    expect(await ticket.get()).toBe('ticket 2');
  });

  it('that the server refused to give is asked for again at the next need', async () => {
    let fails = true;
    const ticket = new ViewerTicket('cup', () =>
      fails ? Promise.reject(new Error('no')) : Promise.resolve({ ticket: 'late', expiresInS: 600 }),
    );
    await expect(ticket.get()).rejects.toThrow('no');
    fails = false;
    expect(await ticket.get()).toBe('late');
  });
});
