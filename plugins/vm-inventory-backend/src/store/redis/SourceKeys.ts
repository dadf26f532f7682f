/**
 * The keys that a source is kept at. Two accounts may see different parts of one source, so the
 * account is part of the keys; and in a cluster all of a source's keys are on one node.
 *
 * @internal
 */
export interface SourceKeys {
  /** What identifies source and account, as it is in the keys. */
  owned: string;
  /** Hash: fencing number, position, report. */
  meta: string;
  /** Hash: the objects, gzipped by chunk. */
  chunks: string;
  /** Stream: changes and reports, as they happen. */
  stream: string;
}

// Changes with what is written: another version of this package does not read what it can't.
const FORMAT = 'v1';

/** @internal */
export function sourceKeys(
  prefix: string,
  { source, accountDigest }: { source: string; accountDigest: string },
): SourceKeys {
  return keysOf(prefix, `${source}:${accountDigest}`);
}

/** @internal */
export function keysOf(prefix: string, owned: string): SourceKeys {
  const key = (name: string) =>
    `${prefix}vm-inventory:${FORMAT}:{${owned}}:${name}`;
  return {
    owned,
    meta: key('meta'),
    chunks: key('chunks'),
    stream: key('stream'),
  };
}

/** Sorted set: which sources and accounts are in use, by when a replica last said so. */
export function ownersKey(prefix: string): string {
  return `${prefix}vm-inventory:${FORMAT}:owners`;
}
