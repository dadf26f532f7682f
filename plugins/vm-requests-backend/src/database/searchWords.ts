/** How much of a text is searched from where one of its words begins, in characters. */
const longest = 64;

/** Words of one text that can be searched from. */
const most = 32;

/** An id is looked for from its time part on, which takes ten characters. */
const idPattern = /^[0-7][0-9a-hjkmnp-tv-z]{9,25}$/;

/** What of a request can be searched, besides its id. */
export interface Searchable {
  fqdn: string;
  owner: string;
  purpose: string;
  /** Of the machine. */
  address?: string | null;
}

function folded(text: string): string {
  return text.toLowerCase().replace(/\s+/g, ' ').trim();
}

function firstOf(text: string): string {
  // By code points: half a character is no text that a database keeps.
  return [...text.slice(0, 2 * longest)].slice(0, longest).join('');
}

function endingsOf(text: string): string[] {
  const whole = folded(text);
  const words = [...whole.matchAll(/\p{L}[\p{L}\p{M}]*|\p{N}+/gu)];
  return words.slice(0, most).map(({ index }) => firstOf(whole.slice(index)));
}

/**
 * What a search of a request may begin with: each text from the beginning of each of its words on,
 * where a word is a run of letters or one of digits. `web-01.dev.example` can be found by `web-0`,
 * `01.dev`, `dev.ex` and `example`, but not by `eb`.
 */
export function searchWordsOf(request: Searchable): Set<string> {
  const { fqdn, owner, purpose, address } = request;
  return new Set([fqdn, owner, purpose, address ?? ''].flatMap(endingsOf));
}

/**
 * What to look for: words of requests that begin with `prefix`, or ids that begin with `id`.
 *
 * @returns undefined when the text asks for nothing
 */
export function searchTermOf(
  text: string,
): { prefix: string; id?: string } | undefined {
  const whole = folded(text);
  if (whole === '') {
    return undefined;
  }
  return {
    prefix: firstOf(whole.replace(/^[^\p{L}\p{N}]+/u, '')),
    ...(idPattern.test(whole) && { id: whole.toUpperCase() }),
  };
}

/** Whether a request is found by a term. */
export function isFoundBy(
  request: Searchable & { id: string },
  term: { prefix: string; id?: string },
): boolean {
  return (
    (term.id !== undefined && request.id.startsWith(term.id)) ||
    (term.prefix !== '' &&
      [...searchWordsOf(request)].some(word => word.startsWith(term.prefix)))
  );
}
