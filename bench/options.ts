export interface BenchOptions {
  /** One short round: shows that it runs; its figures are worth little. */
  quick: boolean;
  /** Only this part of the benchmark. */
  only: string | undefined;
}
