// A file of its own, with its own test, in syntax that an old Node can parse.

/** The first that ESLint 10 runs on. werift names 22, and all tests pass with it on 20. */
const OLDEST = [20, 19];

/**
 * One sentence when this Node is too old, else null. Plain syntax: an old Node must be able to parse this
 * file.
 */
export function nodeError(version = process.versions.node) {
  const [major, minor] = version.split('.').map(Number);
  const ok = major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1]);
  return ok
    ? null
    : `Touchline needs Node ${OLDEST.join('.')} or later, and this is ${version}: install it from https://nodejs.org.`;
}
