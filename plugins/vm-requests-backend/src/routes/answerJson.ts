import { createHash } from 'node:crypto';
import { Request, Response } from 'express';

/**
 * Answers JSON with an ETag, and 304 to who has that answer already.
 *
 * Not `req.fresh`: `fetch` sends `Cache-Control: no-cache` along with a condition of the caller's own,
 * which is meant for caches and would never let us answer 304.
 */
export function answerJson(req: Request, res: Response, body: unknown): void {
  const text = JSON.stringify(body);
  const etag = `W/"${createHash('sha256')
    .update(text)
    .digest('base64url')
    .slice(0, 27)}"`;
  res.setHeader('ETag', etag);
  res.setHeader('Cache-Control', 'private, no-cache');
  res.vary('Authorization');
  const known = req.header('If-None-Match')?.split(',') ?? [];
  if (known.some(each => each.trim() === etag)) {
    res.status(304).end();
    return;
  }
  res.type('json').end(text);
}
