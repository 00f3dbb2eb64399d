import { type RequestHandler, Router } from 'express';
import { HLS_PLAYLIST } from '../../core/hls-files';
import { TtlCache } from '../../core/time/ttl-cache';
import { hlsPlaylist, hlsRun, type HlsRun, hlsSegment, nothingToWatch } from '../domain/hls';
import type { Services } from '../services';

/** One question to the database for each event and second, however many watch. */
const RUN_MS = 1_000;
const PLAYLIST_MS = 500;
/** A playlist's length and some more: what everybody asks for now. About 30 MB at the default rate. */
const SEGMENT_MS = 20_000;
const SEGMENTS = 40;
const EVENTS = 500;

/** `GET /hls/:slug/live.m3u8` and the segments it names, for anyone who may watch. No cookie is looked at. */
export function hls(services: Pick<Services, 'sql' | 'env'>): Router {
  const router = Router();
  const runs = new TtlCache<HlsRun>(RUN_MS, EVENTS);
  const playlists = new TtlCache<string>(PLAYLIST_MS, EVENTS);
  const segments = new TtlCache<Buffer>(SEGMENT_MS, SEGMENTS);
  const runOf = (slug: string) => runs.get(slug, () => hlsRun(services, slug));

  const answer =
    (
      work: (slug: string, name: string) => Promise<[type: string, cache: string, body: string | Buffer]>,
    ): RequestHandler =>
    (request, response, next) => {
      work(request.params.slug ?? '', request.params.name ?? '')
        .then(([type, cache, body]) => {
          response.set({ 'Content-Type': type, 'Cache-Control': cache });
          response.send(body);
        })
        .catch(next);
    };

  router.get(
    `/hls/:slug/${HLS_PLAYLIST}`,
    answer(async (slug) => {
      const run = await runOf(slug);
      const text = await playlists.get(`${run.folder} ${run.live}`, () => hlsPlaylist(run));
      return ['application/vnd.apple.mpegurl', 'public, max-age=1', text];
    }),
  );
  router.get(
    '/hls/:slug/:name',
    answer(async (slug, name) => {
      const run = await runOf(slug);
      const data = await segments.get(`${run.folder} ${name}`, () => hlsSegment(run, name));
      // A name is never used twice. Nobody asks for it a minute later, and what is deleted shall not live on
      // in caches.
      return ['video/mp2t', 'public, max-age=3600, immutable', data];
    }),
  );
  // No page lies beneath.
  router.use('/hls', (_request, _response, next) => next(nothingToWatch()));
  return router;
}
