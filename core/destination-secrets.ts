/** Name of the secret that every destination may have; others are named after their fields. */
export const STREAM_KEY = 'streamKey';

/**
 * The context that a destination's secret is sealed to (`SecretBox.seal`), the same for writer and reader.
 */
export function secretRow(destinationId: string, name: string): string {
  return name === STREAM_KEY ? `destination:${destinationId}` : `destination:${destinationId}:${name}`;
}
