/** Ends a text once, as a sentence. */
function ended(text: string): string {
  const bare = text.trim().replace(/[\s,;:]+$/, '');
  if (/(\.{3}|[…!?])$/.test(bare)) {
    return bare;
  }
  return `${bare.replace(/[\s.,;:]+$/, '')}.`;
}

/**
 * Sentences one after the other, each ended once, however it ended before: what a peer says may end
 * with a full stop or without.
 *
 * @param parts - those that are empty or absent are left out
 * @public
 */
export function sentences(...parts: (string | undefined)[]): string {
  return parts
    .map(part => part?.trim() ?? '')
    .filter(part => /[^\s.,;:]/.test(part))
    .map(ended)
    .join(' ');
}
