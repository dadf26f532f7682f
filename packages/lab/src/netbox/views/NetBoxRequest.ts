import { NetBoxLogin } from '../accounts';
import { NetBoxDelays } from '../delays';
import { GlobalLock } from '../GlobalLock';
import { ViewContext } from '../models/Model';
import { invalid, NetBoxProblem } from '../NetBoxProblem';
import { NetBoxStore } from '../NetBoxStore';

/** @internal */
export type NetBoxMethod = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/**
 * One authenticated call.
 *
 * @internal
 */
export interface NetBoxRequest extends ViewContext {
  method: NetBoxMethod;
  /** With a slash at its end. */
  path: string;
  query: URLSearchParams;
  contentType?: string;
  ifMatch?: string;
  rawBody: string;
  login: NetBoxLogin;
  requestId: string;
  store: NetBoxStore;
  lock: GlobalLock;
  delays: NetBoxDelays;
  /** Whether every prefix says that it is full. */
  prefixFull: boolean;
}

/** @internal */
export interface NetBoxAnswer {
  status: number;
  body?: unknown;
  headers?: Record<string, string>;
}

/** @internal */
export interface View {
  path: RegExp;
  /** Kind of record that the caller needs a permission for. */
  objectType?: string;
  handlers: {
    [M in NetBoxMethod]?: (
      request: NetBoxRequest,
      id: number,
    ) => Promise<NetBoxAnswer>;
  };
  /** What the Allow header says. */
  allow: string;
}

/** Python's words for the mistakes that people make by hand. */
function parseProblem(text: string): string {
  const inside = /^\s*\{\s*(?=[^"}\s])/.exec(text);
  return inside
    ? `Expecting property name enclosed in double quotes: line 1 column ${
        inside[0].length + 1
      } (char ${inside[0].length})`
    : 'Expecting value: line 1 column 1 (char 0)';
}

/**
 * The body of a call; an empty one is an empty object.
 *
 * @throws NetBoxProblem 415 or 400
 * @internal
 */
export function readBody(request: NetBoxRequest): unknown {
  if (!request.rawBody) {
    return {};
  }
  const mediaType = (request.contentType ?? '').split(';')[0].trim();
  if (mediaType !== 'application/json') {
    throw new NetBoxProblem(415, {
      detail: `Unsupported media type "${mediaType}" in request.`,
    });
  }
  try {
    return JSON.parse(request.rawBody);
  } catch {
    throw invalid({
      detail: `JSON parse error - ${parseProblem(request.rawBody)}`,
    });
  }
}

/** @internal */
export function etag(row: { last_updated: string }): string {
  return `W/"${row.last_updated.replace('Z', '+00:00')}"`;
}
