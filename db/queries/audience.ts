import type { Tx } from '../connect';

/** An event whose audience is relayed: live, open with viewers, or ended a short while ago. */
export interface RelayedEvent {
  id: string;
  slug: string;
  /** The present run; null while not live. */
  streamId: string | null;
}

/** For the claim `reconcile`. */
export async function relayedEvents(tx: Tx): Promise<RelayedEvent[]> {
  return tx<RelayedEvent[]>`
    select e.id, e.slug, case when e.status = 'live' then e.stream_id end as "streamId"
    from events e
    where e.status = 'live'
      or ((e.status = 'ready' or (e.status = 'ended' and e.updated_at > now() - interval '2 minutes'))
        and exists (select from presence_viewers v where v.event_id = e.id))`;
}

export interface Sample {
  streamId: string;
  eventId: string;
  page: number;
  embed: number;
  platforms: Record<string, number>;
}

/** Stores the present viewer count. For the claim `reconcile`. */
export async function insertSample(tx: Tx, sample: Sample): Promise<void> {
  await tx`
    insert into stream_samples (stream_id, event_id, page, embed, platforms)
    values (${sample.streamId}, ${sample.eventId}, ${sample.page}, ${sample.embed}, ${tx.json(sample.platforms)})
    on conflict (stream_id, at) do nothing`;
}

export async function raisePeak(tx: Tx, streamId: string, viewers: number): Promise<void> {
  await tx`update streams set peak_viewers = ${viewers} where id = ${streamId} and peak_viewers < ${viewers}`;
}
