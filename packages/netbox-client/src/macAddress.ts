/**
 * A MAC address in lower case with colons, e.g. `00:50:56:1a:2b:3c`; nothing if the text is none.
 *
 * @internal
 */
export function parseMacAddress(text: string): string | undefined {
  const isMac =
    /^[\da-f]{2}([:-])[\da-f]{2}(\1[\da-f]{2}){4}$/i.test(text) ||
    /^[\da-f]{4}\.[\da-f]{4}\.[\da-f]{4}$/i.test(text) ||
    /^[\da-f]{12}$/i.test(text);
  return isMac
    ? text.toLowerCase().replace(/[:.-]/g, '').match(/../g)!.join(':')
    : undefined;
}
