import { pictureOf, readMark, takePicture } from '../eyes/eyes';
import { until } from '../time/until';

/** Runs a function in a page, or in its frame, of a browser that need not be Playwright's. */
type Evaluate = <A, R>(work: (arg: A) => R, arg: A) => Promise<R>;

/** A viewer in such a browser: what the player shows and says, and the chat. */
export function viewerIn(evaluate: Evaluate) {
  const look = () => evaluate(lookAtPlayer, null);
  const seen = async () => {
    const taken = await evaluate(takePicture, 'video');
    return taken && readMark(pictureOf(taken));
  };
  return {
    look,
    /** Resolves once two different pictures of one camera were shown and the player's clock has gone on. */
    async moves(): Promise<void> {
      const first = await until('the burned-in number', seen);
      const { at } = await look();
      await until('time to pass', async () => (await look()).at > at + 2);
      await until('another picture', async () => {
        const mark = await seen();
        return mark !== null && mark.camera === first.camera && mark.frame !== first.frame;
      });
    },
    /** Resolves once the chat shows this. */
    reads: (text: string) => until(`"${text}" in the chat`, () => evaluate(chatShows, text)),
    /** Writes as a person who has just come, with a name of their own. */
    async writes(name: string, text: string): Promise<void> {
      await until('a place for the name', () => evaluate(submit, { form: '.chat-name-form', text: name }));
      await until('a place to write', () => evaluate(submit, { form: '.chat-composer', text }));
    },
  };
}

function lookAtPlayer() {
  const video = document.querySelector('video');
  const { RTCRtpReceiver: receiver } = globalThis as { RTCRtpReceiver?: typeof RTCRtpReceiver };
  const codecs = receiver?.getCapabilities('video')?.codecs ?? [];
  return {
    h264: codecs.some(({ mimeType }) => mimeType === 'video/H264'),
    way: document.querySelector('.player-transport')?.textContent ?? '',
    direct: typeof MediaStream !== 'undefined' && video?.srcObject instanceof MediaStream,
    at: video?.currentTime ?? 0,
    loaded: performance.getEntriesByType('resource').map(({ name }) => name),
  };
}

function chatShows(text: string): boolean {
  const rows = [...document.querySelectorAll('[role="log"] li')];
  return rows.some((row) => row.textContent?.includes(text));
}

/** As typing and pressing Enter; false while there is no such form. */
function submit({ form, text }: { form: string; text: string }): boolean {
  const place = document.querySelector<HTMLFormElement>(form);
  const field = place?.querySelector<HTMLInputElement | HTMLTextAreaElement>('input, textarea');
  if (!place || !field) return false;
  field.value = text;
  field.dispatchEvent(new Event('input', { bubbles: true }));
  // What was typed is drawn before it is sent.
  setTimeout(() => place.requestSubmit(), 50);
  return true;
}
