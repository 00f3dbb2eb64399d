/** `quick` shows that it runs; its figures are worth little. */
export interface AudienceOptions {
  quick: boolean;
}
