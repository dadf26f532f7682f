import { subscribe } from 'node:diagnostics_channel';
import { EventLoopHold, Hold } from '../../EventLoopHold';

/** The longest holds of a backend that collects a vCenter. */
export interface Holds {
  /** In the load that the collector begins with; absent until it has ended. */
  load?: Hold;
  /** In each full pass. */
  passes: Hold[];
}

/**
 * Watches how long the event loop is held while the collector of a vCenter loads it, and in each of
 * its full passes: by what it asks for, each begins with a view and ends with a wait for changes.
 */
export function watchHolds(): Holds {
  const holds: Holds = { passes: [] };
  const loop = new EventLoopHold();
  let isReading = false;
  subscribe('undici:request:create', message => {
    const { request } = message as { request: { body: unknown } };
    const body = String(request.body);
    if (body.includes('<CreateContainerView ')) {
      isReading = true;
      loop.begin();
    } else if (isReading && body.includes('<WaitForUpdatesEx ')) {
      isReading = false;
      const hold = loop.end();
      if (holds.load) {
        holds.passes.push(hold);
      } else {
        holds.load = hold;
      }
    }
  });
  return holds;
}
