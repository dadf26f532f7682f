import { etagOf, notModified as isNotModified } from '@backlot/backend-common';
import { SourceStatus } from '@backlot/plugin-vm-inventory-common';
import { Request, Response } from 'express';
import { LRUCache } from 'lru-cache';
import { Visibility } from '../access';

const etags = new LRUCache<string, string>({ max: 500 });

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
  return isNotModified(req, res, rememberedEtagOf(JSON.stringify(shown)));
}

function rememberedEtagOf(text: string): string {
  let etag = etags.get(text);
  if (etag === undefined) {
    etag = etagOf(text);
    etags.set(text, etag);
  }
  return etag;
}
