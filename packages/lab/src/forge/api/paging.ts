import { Request, Response } from 'express';

const DEFAULT_PAGE_SIZE = 30;
const LARGEST_PAGE_SIZE = 50;

/** @internal */
export interface Page {
  page: number;
  limit: number;
  skip: number;
}

/**
 * The page that a request asks for, within Gitea's limits.
 *
 * @internal
 */
export function readPage(request: Request): Page {
  const page = Math.max(1, Number(request.query.page) || 1);
  const asked = Number(request.query.limit) || DEFAULT_PAGE_SIZE;
  const limit = Math.min(Math.max(1, asked), LARGEST_PAGE_SIZE);
  return { page, limit, skip: (page - 1) * limit };
}

/**
 * Sets the headers that say how many there are and where the other pages are.
 *
 * @internal
 */
export function setPageHeaders(
  request: Request,
  response: Response,
  origin: string,
  total: number,
): void {
  const { page, limit } = readPage(request);
  const last = Math.max(1, Math.ceil(total / limit));
  const link = (to: number, rel: string) => {
    const url = new URL(request.originalUrl, origin);
    url.searchParams.set('page', String(to));
    return `<${url}>; rel="${rel}"`;
  };
  const links = [
    ...(page < last ? [link(page + 1, 'next'), link(last, 'last')] : []),
    ...(page > 1 ? [link(1, 'first'), link(page - 1, 'prev')] : []),
  ];
  if (links.length > 0) {
    response.setHeader('Link', links.join(','));
  }
  response.setHeader('X-Total-Count', String(total));
}

/** Answers one page of what is all at hand. @internal */
export function pageOf<T>(request: Request, all: T[]): T[] {
  const { skip, limit } = readPage(request);
  return all.slice(skip, skip + limit);
}
