import { createHash } from 'node:crypto';
import { IncomingMessage, ServerResponse } from 'node:http';

/**
 * The mark of an answer, by all that it depends on.
 *
 * @public
 */
export function etagOf(text: string): string {
  const digest = createHash('sha256').update(text).digest('base64url');
  return `W/"${digest.slice(0, 27)}"`;
}

/**
 * Marks an answer with its ETag, and answers 304 to who has that answer already.
 *
 * Not Express' `req.fresh`: `fetch` sends `Cache-Control: no-cache` along with a condition of the
 * caller's own, which is meant for caches and would never let us answer 304.
 *
 * @returns whether the caller has that answer already, and has been told so
 * @public
 */
export function notModified(
  req: IncomingMessage,
  res: ServerResponse,
  etag: string,
): boolean {
  res.setHeader('ETag', etag);
  res.setHeader('Cache-Control', 'private, no-cache');
  res.appendHeader('Vary', 'Authorization');
  const known = req.headers['if-none-match']?.split(',') ?? [];
  if (known.some(each => each.trim() === etag)) {
    res.statusCode = 304;
    res.end();
    return true;
  }
  return false;
}
