import type { ChatBatch } from '../../../contract/messages';

/**
 * The chat's batches in an embedded player, from wherever they come. One that comes twice does no harm: the
 * chat knows by its seq.
 */
export class ChatBatches {
  readonly #listeners = new Set<(batch: ChatBatch) => void>();

  readonly take = (batch: ChatBatch): void => {
    for (const listener of this.#listeners) listener(batch);
  };

  readonly subscribe = (listener: (batch: ChatBatch) => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
}
