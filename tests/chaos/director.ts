import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { LiveShow } from '../support/product/live-show';
import { pace } from '../support/time/pace';
import { type Dice } from './dice';
import type { Timeline } from './timeline';

/** About one cut a second. */
const EVERY_MS = 1_000;
/** As the director's page waits for an answer. */
const ANSWER_MS = 5_000;
/** The same command is sent again, with the same id, when nobody knows whether it arrived. */
const TRIES = 3;
const AGAIN_MS = 500;
/** Of ten cuts one is to the slate. */
const SLATE = 0.1;

const Answer = z.object({ seq: z.number() });

export interface SentCut {
  requestId: string;
  to: string | null;
  sentS: number;
  answeredS: number;
  /** `unknown`: there was no answer that says whether it counts. */
  result: 'acknowledged' | 'refused' | 'unknown';
  seq: number | null;
  /** Each answer, or why there was none. */
  says: string[];
}

export interface Director {
  cuts: SentCut[];
  /** One more, from the same hand, once those before are answered. */
  cut(to: string | null): Promise<SentCut>;
  /** Stops cutting. */
  rest(): Promise<void>;
}

/** Somebody who cuts about once a second through the edge, whatever happens. */
export function startDirector(show: LiveShow, timeline: Timeline, dice: Dice): Director {
  const cuts: SentCut[] = [];
  let over = false;
  const url = `${show.product.baseUrl}/api/v1/events/${show.event.slug}/cut`;

  async function send(to: string | null): Promise<SentCut> {
    const sentS = timeline.nowS();
    const sent: SentCut = {
      requestId: randomUUID(),
      to,
      sentS,
      answeredS: 0,
      result: 'unknown',
      seq: null,
      says: [],
    };
    for (let tries = 0; tries < TRIES && sent.result === 'unknown'; tries += 1) {
      if (tries > 0) await pace(AGAIN_MS);
      await sendOnce(sent);
    }
    sent.answeredS = timeline.nowS();
    cuts.push(sent);
    return sent;
  }

  async function sendOnce(sent: SentCut): Promise<void> {
    try {
      const answer = await fetch(url, {
        method: 'POST',
        headers: { authorization: `Bearer ${show.product.token}`, 'content-type': 'application/json' },
        body: JSON.stringify({ cameraId: sent.to, requestId: sent.requestId }),
        signal: AbortSignal.timeout(ANSWER_MS),
      });
      const text = await answer.text();
      sent.says.push(`${answer.status} ${answer.ok ? '' : text}`.trim());
      // What cannot be done now may be sent again; what is refused is decided.
      if (answer.status >= 500 || answer.status === 429) return;
      sent.result = answer.ok ? 'acknowledged' : 'refused';
      if (answer.ok) sent.seq = Answer.parse(JSON.parse(text)).seq;
    } catch (error) {
      sent.says.push(error instanceof Error ? causeOf(error) : String(error));
    }
  }

  const cameras = show.cameras.map(({ cameraId }) => cameraId);
  async function direct(): Promise<void> {
    for (let at = 0; !over; at += 1) {
      const camera = cameras[at % cameras.length] ?? null;
      const dueMs = performance.now() + EVERY_MS * (0.75 + dice.roll() / 2);
      await send(dice.roll() < SLATE ? null : camera);
      await pace(dueMs - performance.now());
    }
  }
  const directing = direct();
  const rest = async () => {
    over = true;
    await directing;
  };
  return { cuts, cut: send, rest };
}

function causeOf(error: Error): string {
  const { cause } = error;
  return cause instanceof Error ? `${error.message}: ${cause.message}` : error.message;
}
