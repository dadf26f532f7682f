import { NotFoundError, ServiceUnavailableError } from '@backstage/errors';
import WebSocket from 'ws';
import { causeInWords, withCause } from '@backlot/backend-common';
import { linesOfFrame } from '../output/stripAnsi';

/** A frame is one line of a log. */
const MAX_FRAME_BYTES = 16 * 1024 * 1024;

/**
 * Follows a job's log to its end, which is a dropped connection.
 *
 * @throws NotFoundError when Atlantis does not know the job
 * @throws ServiceUnavailableError when Atlantis can't be reached
 * @internal
 */
export function followJob(options: {
  /** Base URL of Atlantis. */
  url: string;
  jobId: string;
  ca: string | undefined;
  connectTimeoutMs: number;
  /** A promise that it returns is waited for before more is read. */
  onLine: (line: string) => unknown;
  signal?: AbortSignal;
}): Promise<void> {
  const { url, jobId, ca, connectTimeoutMs, onLine, signal } = options;
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const socket = new WebSocket(
      `${url.replace(/^http/, 'ws')}/jobs/${encodeURIComponent(jobId)}/ws`,
      {
        ca,
        handshakeTimeout: connectTimeoutMs,
        maxPayload: MAX_FRAME_BYTES,
        perMessageDeflate: false,
      },
    );
    let failure: unknown;
    const abort = () => {
      failure = signal?.reason;
      socket.terminate();
    };
    signal?.addEventListener('abort', abort, { once: true });
    let pending = 0;
    const waitFor = (taken: Promise<unknown>) => {
      pending += 1;
      socket.pause();
      taken.then(
        () => {
          pending -= 1;
          if (pending === 0) {
            socket.resume();
          }
        },
        error => {
          failure = error;
          socket.terminate();
        },
      );
    };
    socket.on('message', (frame: Buffer) => {
      try {
        for (const line of linesOfFrame(frame.toString('utf8'))) {
          const taken = onLine(line);
          if (taken instanceof Promise) {
            waitFor(taken);
          }
        }
      } catch (error) {
        failure = error;
        socket.terminate();
      }
    });
    socket.on('unexpected-response', (request, response) => {
      failure =
        response.statusCode === 500
          ? new NotFoundError(`Atlantis at ${url} does not know job ${jobId}`)
          : new ServiceUnavailableError(
              `Atlantis at ${url} answered ${response.statusCode} when asked for the log of job ${jobId}`,
            );
      request.destroy();
      response.destroy();
      socket.terminate();
    });
    socket.on('error', error => {
      // After an unexpected answer or an abort this is only its consequence.
      failure ??= withCause(
        new ServiceUnavailableError(
          `The log of job ${jobId} of Atlantis at ${url} can't be read: ${causeInWords(
            error,
          )}`,
        ),
        error,
      );
    });
    socket.on('close', () => {
      signal?.removeEventListener('abort', abort);
      if (failure) {
        reject(failure);
      } else {
        resolve();
      }
    });
  });
}
