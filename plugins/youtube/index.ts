import type { DestinationPlugin, EncodingLimits } from '../contract';
import { differences } from '../../core/encoding-limits';
import { checkKey, named, onlyFields } from '../../core/stream-key';

/** support.google.com/youtube/answer/2853702: 720p30 and 1080p30 up to 8 Mbit/s, keyframes at most 4 s apart. */
const LIMITS: EncodingLimits = {
  maxVideoKbps: 8000,
  maxKeyframeIntervalS: 4,
  audioRatesHz: [44_100, 48_000],
  maxAudioKbps: 384,
};

const VIDEO_ID = /^[A-Za-z0-9_-]{11}$/;

/** The id from what people paste: the id itself, or one of the addresses under which YouTube shows a video. */
function videoId(text: string): string | null {
  if (VIDEO_ID.test(text)) return text;
  if (!URL.canParse(text)) return null;
  const url = new URL(text);
  if (!/(^|\.)(youtube\.com|youtu\.be)$/.test(url.hostname)) return null;
  const found = url.searchParams.get('v') ?? url.pathname.split('/').pop() ?? '';
  return VIDEO_ID.test(found) ? found : null;
}

export const youtube: DestinationPlugin = {
  id: 'youtube',
  label: 'YouTube',
  fields: [
    {
      name: 'videoId',
      label: 'Video',
      type: 'text',
      required: false,
      help: 'Address or id of the live video, so that viewers can watch it there. Not needed to stream.',
      placeholder: 'https://www.youtube.com/watch?v=…',
    },
  ],
  keyHelp: 'YouTube Studio → Create → Go live → Stream: copy the stream key.',
  keyRequired: true,
  limits: LIMITS,
  check(settings, streamKey) {
    const known = onlyFields(settings, ['videoId']);
    if (!known.ok) return known;
    const key = checkKey(streamKey, 'YouTube', 'abcd-efgh-ijkl-mnop-qrst');
    if (!key.ok) return key;
    const typed = known.value.videoId ?? '';
    const id = videoId(typed);
    if (typed !== '' && !id) {
      return { ok: false, field: 'settings.videoId', message: 'This is no address of a YouTube video.' };
    }
    return { ok: true, value: { settings: named('videoId', id ?? ''), streamKey: key.value } };
  },
  ingest: () => ({
    url: 'rtmps://a.rtmps.youtube.com/live2',
    backupUrl: 'rtmps://b.rtmps.youtube.com/live2?backup=1',
  }),
  watch(settings, host) {
    if (!settings.videoId) return null;
    return {
      playerUrl: `https://www.youtube.com/embed/${settings.videoId}?playsinline=1`,
      chatUrl: `https://www.youtube.com/live_chat?v=${settings.videoId}&embed_domain=${host}`,
      delayS: 8,
    };
  },
  explain(error) {
    if (/403|unauthorized|NetStream\.Publish\.(BadName|Denied)/i.test(error)) {
      return 'YouTube refused the stream key. Copy it again from YouTube Studio, under Go live → Stream.';
    }
    if (/Input\/output error|I\/O error|Connection reset|Broken pipe|End of file/i.test(error)) {
      return 'YouTube closed the connection. Check that the key belongs to a stream that is not over, and that live streaming is switched on for the channel.';
    }
    return null;
  },
  suits: (profile) => differences('YouTube', LIMITS, profile),
};
