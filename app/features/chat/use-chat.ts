import { useEffect, useState } from 'react';
import type { ChatBatch } from '../../../contract/messages';
import { ANYBODY } from '../../realtime/client/reconnecting';
import { Attempts } from '../../../core/time/attempts';
import type { ChatClient } from './chat-client';
import { type ChatLog, EMPTY_LOG, takeBatch, takeNewest, takeOlder } from './chat-log';

/**
 * The log of a chat, complete for as long as the component is mounted. The client is that of the first
 * render.
 */
export function useChat(client: ChatClient): { view: ChatView; loadOlder: () => Promise<void> } {
  const [store] = useState(() => new ChatStore(client));
  const [view, setView] = useState(store.view);
  useEffect(() => {
    const unsubscribe = store.subscribe(() => setView(store.view()));
    store.open();
    return () => {
      unsubscribe();
      store.close();
    };
  }, [store]);
  return { view, loadOlder: store.loadOlder };
}

export interface ChatView extends ChatLog {
  /** `failed`: the newest page could not be had; it is being tried again. */
  state: 'loading' | 'ready' | 'failed';
  loadingOlder: boolean;
}

/** Batches held while a page is being fetched; what is missed beyond these, the page after it has. */
const MAX_WAITING = 100;

/**
 * Keeps one screen's log complete: the newest page first, batches after it, the page again if one is missing.
 */
class ChatStore {
  #view: ChatView = { ...EMPTY_LOG, state: 'loading', loadingOlder: false };
  #waiting: ChatBatch[] = [];
  #loading = false;
  readonly #attempts = new Attempts(ANYBODY);
  #leave: (() => void) | null = null;
  readonly #listeners = new Set<() => void>();

  constructor(private readonly client: ChatClient) {}

  readonly view = (): ChatView => this.#view;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  open(): void {
    this.#leave ??= this.client.subscribe((batch) => this.#take(batch));
    void this.#load();
  }

  close(): void {
    this.#leave?.();
    this.#leave = null;
    this.#attempts.cancel();
  }

  readonly loadOlder = async (): Promise<void> => {
    const [first] = this.#view.messages;
    if (!first || !this.#view.more || this.#view.loadingOlder) return;
    this.#set({ loadingOlder: true });
    try {
      const page = await this.client.history(first.seq);
      this.#set({ ...takeOlder(this.#view, page), loadingOlder: false });
    } catch {
      // The button is still there to be pressed again.
      this.#set({ loadingOlder: false });
    }
  };

  #take(batch: ChatBatch): void {
    if (this.#loading) return this.#keep(batch);
    const { log, ask } = takeBatch(this.#view, batch);
    if (log !== this.#view) this.#set(log);
    if (!ask) return;
    // Held, so that a page which is older than this batch is noticed.
    this.#keep(batch);
    void this.#load();
  }

  #keep(batch: ChatBatch): void {
    if (this.#waiting.length < MAX_WAITING) this.#waiting.push(batch);
  }

  /** The newest page, and then what came meanwhile. While something is missing after that, it is retried. */
  async #load(): Promise<void> {
    if (this.#loading) return;
    this.#loading = true;
    this.#attempts.cancel();
    let complete = false;
    try {
      let log: ChatLog = takeNewest(this.#view, await this.client.history());
      complete = true;
      for (const batch of this.#waiting) {
        const step = takeBatch(log, batch);
        log = step.log;
        if (step.ask) complete = false;
      }
      this.#set({ ...log, state: 'ready' });
    } catch {
      if (this.#view.state === 'loading') this.#set({ state: 'failed' });
    }
    if (complete) this.#waiting = [];
    this.#loading = false;
    if (complete) this.#attempts.succeeded();
    else if (this.#leave) this.#attempts.plan(() => void this.#load());
  }

  #set(change: Partial<ChatView>): void {
    this.#view = { ...this.#view, ...change };
    for (const listener of this.#listeners) listener();
  }
}
