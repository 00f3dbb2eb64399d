/**
 * The light build has the API of the whole one, without the kinds of tracks that our playlist does not have.
 */
declare module 'hls.js/light' {
  export * from 'hls.js';
  export { default } from 'hls.js';
}
