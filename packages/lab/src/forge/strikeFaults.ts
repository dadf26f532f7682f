import { RequestHandler } from 'express';
import { setTimeout as delay } from 'node:timers/promises';
import { FaultSwitches } from '../faults/FaultSwitches';

const DEFAULT_DELAY_MS = 2_000;

/**
 * Lets the faults that are switched on for the forge strike.
 *
 * A refused token is told as to a wrong one: the header is replaced by one that nobody knows. An
 * answer is lost only where something was done: what is only read is read again by everybody.
 *
 * @internal
 */
export function strikeFaults(faults: FaultSwitches): RequestHandler {
  return async (request, response, next) => {
    const { path, method, socket } = request;
    if (faults.strike('forge', 'down', path)) {
      socket.destroy();
      return;
    }
    const slow = faults.strike('forge', 'slow', path);
    if (slow) {
      await delay(slow.delayMs ?? DEFAULT_DELAY_MS);
    }
    if (
      request.headers.authorization &&
      faults.strike('forge', 'token-refused', path)
    ) {
      request.headers.authorization = 'token refused-by-a-fault';
    }
    const changes = !['GET', 'HEAD', 'OPTIONS'].includes(method);
    if (changes && faults.strike('forge', 'answer-lost', path)) {
      const cut = () => {
        socket.destroy();
        return response;
      };
      response.write = () => {
        cut();
        return false;
      };
      response.end = cut;
    }
    next();
  };
}
