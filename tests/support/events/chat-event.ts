import { openLink } from '../../../app/domain/crew/crew-links';
import type { ChatHistory } from '../../../contract/messages';
import type { Services } from '../../../app/services';
import { asAdmin, call, type CallOptions, makeEvent, names } from '../api/call';
import { ChatEar } from './chat-people';
import { TestClient, viewerTicket } from '../web/test-realtime';
import type { TestServices } from '../web/test-services';

/** An event on the air with an open chat, what its owner asks of it, and who listens. */
export class ChatEvent {
  private readonly listening: { close(): void }[] = [];

  private constructor(
    private readonly services: Services,
    private readonly token: string,
    readonly id: string,
    readonly slug: string,
  ) {}

  static async onAir(services: TestServices, token: string, title = 'Cup final'): Promise<ChatEvent> {
    const { id, slug } = await makeEvent(services, token, { title });
    await asAdmin(services, (sql) => sql`update events set status = 'live' where id = ${id}`);
    return new ChatEvent(services, token, id, slug);
  }

  /** The API's path of this chat. */
  at(path = ''): string {
    return `/api/v1/events/${this.slug}/chat${path}`;
  }

  api(method: string, path: string, body?: unknown, who: CallOptions = { token: this.token }) {
    return call(this.services, method, path, { ...who, ...(body === undefined ? {} : { body }) });
  }

  async history(query = '', who: CallOptions = {}): Promise<ChatHistory> {
    return JSON.parse((await call(this.services, 'GET', `/api/chat/${this.slug}${query}`, who)).text);
  }

  /** A client at a web process that has the chat's state. */
  async listen(url: string, audience: 'public' | 'crew' = 'public'): Promise<ChatEar> {
    const ticket =
      audience === 'public'
        ? viewerTicket(this.id)
        : (await this.api('POST', '/api/realtime/ticket', { audience, slug: this.slug })).json.ticket;
    const client = new TestClient<'public'>(url, ticket);
    this.listening.push(client);
    const ear = new ChatEar(client);
    await ear.until(({ batches }) => batches.length > 0);
    return ear;
  }

  /** A crew link of a role, opened: the cookie of its browser. */
  async crew(role: string, label: string): Promise<CallOptions> {
    const made = await this.api('POST', `/api/v1/events/${this.slug}/crew-links`, { role, label });
    const secret = made.json.url.split('/crew/')[1] ?? '';
    const { sessionToken } = await openLink(this.services, secret, '203.0.113.7');
    return { cookies: { [names.crew(this.slug)]: sessionToken } };
  }

  hangUp(): void {
    for (const client of this.listening.splice(0)) client.close();
  }
}
