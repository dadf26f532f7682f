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
  if (text.length <= longest) {
    return text;
  }
  // By code points: half a character is no text that a database keeps.
  return [...text.slice(0, 2 * longest)].slice(0, longest).join('');
}

/** Where the words of a text begin. */
function wordsIn(whole: string): number[] {
  const words = [...whole.matchAll(/\p{L}[\p{L}\p{M}]*|\p{N}+/gu)];
  return words.slice(0, most).map(({ index }) => index);
}

function textsOf({ fqdn, owner, purpose, address }: Searchable): string[] {
  return [fqdn, owner, purpose, address ?? ''];
}

/**
 * What a search of a request may begin with: each text from the beginning of each of its words on,
 * where a word is a run of letters or one of digits. `web-01.dev.example` can be found by `web-0`,
 * `01.dev`, `dev.ex` and `example`, but not by `eb`.
 */
export function searchWordsOf(request: Searchable): Set<string> {
  return new Set(
    textsOf(request)
      .map(folded)
      .flatMap(text => wordsIn(text).map(index => firstOf(text.slice(index)))),
  );
}

/** What somebody searches for. */
export interface SearchTerm {
  /** What a word begins with; empty where only an id may be meant. */
  prefix: string;
  /** What an id begins with, where the text may be one. */
  id?: string;
}

/**
 * What to look for: words of requests that begin with `prefix`, or ids that begin with `id`.
 *
 * @returns undefined when the text asks for nothing
 */
export function searchTermOf(text: string): SearchTerm | undefined {
  const whole = folded(text);
  if (whole === '') {
    return undefined;
  }
  return {
    prefix: firstOf(whole.replace(/^[^\p{L}\p{N}]+/u, '')),
    ...(idPattern.test(whole) && { id: whole.toUpperCase() }),
  };
}

/** Whether a request is found by a term: what {@link searchWordsOf} says, without making the words. */
export function isFoundBy(
  request: Searchable & { id: string },
  { prefix, id }: SearchTerm,
): boolean {
  return (
    (id !== undefined && request.id.startsWith(id)) ||
    (prefix !== '' && textsOf(request).some(text => hasWordOf(text, prefix)))
  );
}

/** Most texts that a search looks through have no such word, so they are told by the quickest look. */
function hasWordOf(text: string, prefix: string): boolean {
  if (!prefix.includes(' ') && !text.toLowerCase().includes(prefix)) {
    return false;
  }
  const whole = folded(text);
  return (
    whole.includes(prefix) &&
    wordsIn(whole).some(index => whole.startsWith(prefix, index))
  );
}
