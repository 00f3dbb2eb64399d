/**
 * The value below which a share `p` (0 to 1) of the sample lies, by nearest rank. NaN for an empty sample.
 */
export function quantile(sample: readonly number[], p: number): number {
  const sorted = [...sample].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(p * sorted.length) - 1)] ?? NaN;
}

/** Of an even number the mean of the two in the middle. */
export function median(sample: readonly number[]): number {
  return (
    (quantile(sample, 0.5) -
      quantile(
        sample.map((value) => -value),
        0.5,
      )) /
    2
  );
}

export function mean(sample: readonly number[]): number {
  return sample.reduce((sum, value) => sum + value, 0) / sample.length;
}

/** `1.43 (1.40–1.47)`: median, least and most. */
export function spread(sample: readonly number[], digits = 2): string {
  const [least, most] = [Math.min(...sample), Math.max(...sample)];
  return `${median(sample).toFixed(digits)} (${least.toFixed(digits)}–${most.toFixed(digits)})`;
}

/** Lines with aligned columns; the first one is the head. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]) => row.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join('  ');
  const [head = [], ...body] = rows;
  return [line(head), widths.map((width) => '-'.repeat(width)).join('  '), ...body.map(line)]
    .map((text) => text.trimEnd())
    .join('\n');
}
