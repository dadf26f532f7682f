import { etagOf, notModified } from '@backlot/backend-common';
import { Request, Response } from 'express';

/** Answers JSON with an ETag, and 304 to who has that answer already. */
export function answerJson(req: Request, res: Response, body: unknown): void {
  const text = JSON.stringify(body);
  if (!notModified(req, res, etagOf(text))) {
    res.type('json').end(text);
  }
}
