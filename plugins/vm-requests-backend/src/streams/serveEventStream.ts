import { untilAborted } from '@backlot/backend-common';
import { once } from 'node:events';
import {
  AuthService,
  BackstageCredentials,
} from '@backstage/backend-plugin-api';
import { isError } from '@backstage/errors';
import { Request, Response } from 'express';
import { EventStreams } from './EventStreams';

/** Keeps proxies from closing a stream on which nothing happens for a while. */
const keepAliveMs = 15_000;

/** What a stream is written with. */
export interface EventWriter {
  /**
   * Aborted when nobody reads any more: the viewer left or may not see it any more, the credentials
   * expired, or the backend shuts down.
   */
  readonly signal: AbortSignal;
  /** Writes text of whole events; waits until a slow viewer has taken enough of what was written. */
  readonly write: (events: string | Buffer) => Promise<void>;
}

/** After so many looks in a row that could not be taken, nobody knows whether the viewer still may. */
const mostMissed = 3;

function isRefusal(error: unknown): boolean {
  return (
    isError(error) &&
    (error.name === 'NotAllowedError' || error.name === 'NotFoundError')
  );
}

/** One event as text. Data is one line. */
export function eventText(type: string, data: string = ''): string {
  return `event: ${type}\ndata: ${data.replace(/[\r\n]+/g, ' ')}\n\n`;
}

function holderOf(
  auth: AuthService,
  credentials: BackstageCredentials,
): string {
  if (auth.isPrincipal(credentials, 'user')) {
    return credentials.principal.userEntityRef;
  }
  return auth.isPrincipal(credentials, 'service')
    ? credentials.principal.subject
    : 'Who asks';
}

/**
 * Serves a stream of server-sent events: `produce` writes them, `end` follows when all is said,
 * `goodbye` when the viewer should connect anew (because of a shutdown or expired credentials), and
 * `error` when it broke off.
 *
 * @param options - `check` throws when the viewer may not see it; called first and again and again
 * @throws TooManyStreamsError when the viewer has too many streams open
 */
export async function serveEventStream(
  req: Request,
  res: Response,
  options: {
    streams: EventStreams;
    auth: AuthService;
    credentials: BackstageCredentials;
    check: () => Promise<void>;
    produce: (writer: EventWriter) => Promise<void>;
    onBreak: (error: unknown) => void;
  },
): Promise<void> {
  const { streams, auth, credentials, check, produce, onBreak } = options;
  const stop = new AbortController();
  const { signal } = stop;
  let why: 'left' | 'goodbye' | 'refused' | undefined;
  const end = (reason: typeof why, error?: unknown) => {
    why ??= reason;
    stop.abort(error);
  };
  let closing = false;
  const release = streams.take(holderOf(auth, credentials), () => {
    closing = true;
    end('goodbye');
  });
  res.once('close', () => end('left'));
  if (req.socket.destroyed) {
    end('left');
  }
  const timers: NodeJS.Timeout[] = [];
  let missed = 0;
  try {
    try {
      await untilAborted(check, signal);
    } catch (error) {
      if (why === 'left') {
        return;
      }
      throw error;
    }
    res.writeHead(200, {
      'content-type': 'text/event-stream',
      'cache-control': 'no-cache, no-transform',
      connection: 'keep-alive',
      'x-accel-buffering': 'no',
    });
    res.flushHeaders();
    timers.push(
      setInterval(() => res.write(': \n\n'), keepAliveMs),
      setInterval(async () => {
        try {
          await check();
          missed = 0;
        } catch (error) {
          missed += 1;
          if (isRefusal(error)) {
            end('refused', error);
          } else if (missed === mostMissed) {
            onBreak(error);
            end('goodbye');
          }
        }
      }, streams.recheckMs),
    );
    if (credentials.expiresAt) {
      const left = credentials.expiresAt.getTime() - Date.now();
      timers.push(setTimeout(() => end('goodbye'), Math.max(left, 0)));
    }
    let last = eventText('end');
    try {
      await produce({
        signal,
        write: async events => {
          if (!res.write(events)) {
            await once(res, 'drain', { signal });
          }
        },
      });
    } catch (error) {
      const reason = signal.aborted ? signal.reason : error;
      last = eventText('error', isError(reason) ? reason.message : undefined);
      if (why === undefined || why === 'refused') {
        onBreak(reason);
      }
    }
    if (closing) {
      // The connection would be kept alive for other requests.
      res.once('finish', () => req.socket.destroySoon());
    }
    res.end(why === 'goodbye' ? eventText('goodbye') : last);
  } finally {
    timers.forEach(timer => clearTimeout(timer));
    release();
  }
}
