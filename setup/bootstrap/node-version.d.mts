export function nodeError(version?: string): string | null;
