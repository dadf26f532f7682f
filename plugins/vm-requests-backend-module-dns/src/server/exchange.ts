import { connect } from 'node:net';
import { ServiceUnavailableError } from '@backstage/errors';

/**
 * Sends one message by TCP, and answers what comes back.
 *
 * @throws ServiceUnavailableError when the server does not answer in time
 */
export async function exchange(
  message: Buffer,
  options: {
    host: string;
    port: number;
    timeoutMs: number;
    signal: AbortSignal;
  },
): Promise<Buffer> {
  const { host, port, timeoutMs, signal } = options;
  const timeout = AbortSignal.timeout(timeoutMs);
  const socket = connect({
    host,
    port,
    signal: AbortSignal.any([signal, timeout]),
  });
  const silent = `${host} does not answer at port ${port}`;
  try {
    const length = Buffer.alloc(2);
    length.writeUInt16BE(message.length);
    socket.write(Buffer.concat([length, message]));
    let received: Buffer = Buffer.alloc(0);
    for await (const chunk of socket) {
      received = Buffer.concat([received, chunk]);
      const end = received.length < 2 ? Infinity : 2 + received.readUInt16BE(0);
      if (received.length >= end) {
        return received.subarray(2, end);
      }
    }
    throw new ServiceUnavailableError(`${silent}: it closed the connection.`);
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof ServiceUnavailableError) {
      throw error;
    }
    throw timeout.aborted
      ? new ServiceUnavailableError(
          `${silent}: nothing came for ${timeoutMs / 1000} s.`,
        )
      : new ServiceUnavailableError(silent, error);
  } finally {
    socket.destroy();
  }
}
