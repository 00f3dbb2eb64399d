/** Every clock of the gallery stands here, so that two looks at a state are alike. */
export const NOW = Date.parse('2026-01-01T10:12:30Z');
export const since = (seconds: number) => new Date(NOW - seconds * 1000).toISOString();

/** For commands: in the gallery nothing is done. */
export const nothing = () => undefined;
