/** Name of the secret that every destination may have; others are named after their fields. */
export const STREAM_KEY = 'streamKey';

/**
 * What a secret of a destination is sealed to (`SecretBox.seal`), the same for who writes and who reads it.
 */
export function secretRow(destinationId: string, name: string): string {
  return name === STREAM_KEY ? `destination:${destinationId}` : `destination:${destinationId}:${name}`;
}
