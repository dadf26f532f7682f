import { SourceStatus } from '@backlot/plugin-vm-inventory-common';
import { Request, Response } from 'express';
import { LRUCache } from 'lru-cache';
import { createHash } from 'node:crypto';
import { Visibility } from '../access';

const digests = new LRUCache<string, string>({ max: 500 });

/**
 * Marks an answer with what it depends on: what is shown, the states of the sources and what the
 * caller may see. The mark is the same on each replica that shows the same. Ages are left out, or no two answers would be the same; they can be
 * worked out from `asOf`, which is the older the longer nothing changes.
 *
 * @returns whether the caller has that answer already, and has been told so
 * @internal
 */
export function notModified(
  req: Request,
  res: Response,
  options: {
    /** Says what is shown; the same only where the same is shown. */
    tag: string;
    statuses: SourceStatus[];
    visibility: Visibility;
  },
): boolean {
  const states = options.statuses.map(({ source, state }) => [source, state]);
  const { digest, seesCauses } = options.visibility;
  const shown = [options.tag, states, digest, seesCauses];
  const etag = `W/"${digestOf(JSON.stringify(shown))}"`;
  res.setHeader('ETag', etag);
  res.setHeader('Cache-Control', 'private, no-cache');
  res.vary('Authorization');
  // Not req.fresh: fetch sends Cache-Control: no-cache along with a condition of the caller's own,
  // which is meant for caches and would never let us answer 304.
  const known = req.header('If-None-Match')?.split(',') ?? [];
  if (known.some(each => each.trim() === etag)) {
    res.status(304).end();
    return true;
  }
  return false;
}

function digestOf(text: string): string {
  let digest = digests.get(text);
  if (digest === undefined) {
    digest = createHash('sha256').update(text).digest('base64url').slice(0, 27);
    digests.set(text, digest);
  }
  return digest;
}
