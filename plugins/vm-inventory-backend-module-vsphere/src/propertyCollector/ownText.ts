const SLICED_FROM = 13;
const MOST_REPEATED = 10_000;
const repeated = new Map<string, string>();

/**
 * The same text with memory of its own. A part of a string of this length or more holds on to the
 * whole, which here is the piece of an answer that it arrived in.
 *
 * @internal
 */
export function ownText(text: string): string {
  return text.length < SLICED_FROM ? text : Buffer.from(text).toString();
}

/**
 * The same for a text that comes again and again, such as a property's path or a host's reference:
 * it takes memory once.
 *
 * @internal
 */
export function sharedText(text: string): string {
  let shared = repeated.get(text);
  if (shared === undefined) {
    shared = ownText(text);
    if (repeated.size < MOST_REPEATED) {
      repeated.set(shared, shared);
    }
  }
  return shared;
}
