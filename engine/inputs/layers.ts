/** A director goes back to a camera of a moment ago more often than to any other. */
const RECENTLY_MS = 10_000;

/**
 * Decides which cameras come at full size: on air, preview, and those that were either within the last ten
 * seconds.
 */
export class LayerChoice {
  private readonly lastUsedMs = new Map<string, number>();

  /**
   * Ids to receive at the high layer; `used` are those on air, wanted on air or in preview at this moment.
   */
  high(used: readonly (string | null)[], nowMs: number): Set<string> {
    for (const id of used) if (id !== null) this.lastUsedMs.set(id, nowMs);
    for (const [id, atMs] of this.lastUsedMs) {
      if (nowMs - atMs > RECENTLY_MS) this.lastUsedMs.delete(id);
    }
    return new Set(this.lastUsedMs.keys());
  }
}
