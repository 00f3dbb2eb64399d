/** A small set for a match and for talking about one; every phone has the rest on its keyboard. */
export const EMOJI = [
  ...['⚽', '🥅', '🏆', '🟨', '🟥', '⏱️', '🚩', '🧤'],
  ...['👏', '🙌', '💪', '👍', '👎', '🙏', '🤝', '👋'],
  ...['😀', '😂', '😍', '😎', '😮', '😢', '😡', '🤔'],
  ...['❤️', '💙', '💚', '💛', '🔥', '🎉', '📣', '👀'],
] as const;

/** How many stand in a row; arrow keys go by it. */
export const EMOJI_COLUMNS = 8;
