import { once } from 'node:events';
import { Server } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { rootHttpRouterServiceFactory } from '@backstage/backend-defaults/rootHttpRouter';
import { LifecycleService } from '@backstage/backend-plugin-api';

/** For which calls that are under way at a shutdown may still be answered. */
const graceMs = 3_000;
const lookEveryMs = 50;

/**
 * Ends connections at a shutdown: at once those on which nothing is asked, others when they are
 * answered, all after a few seconds. By itself the server waits for each call, and Backstage's own event
 * bus has calls open that take a minute.
 */
export function endConnectionsAtShutdown(
  server: Server,
  lifecycle: LifecycleService,
): void {
  // Beside the hook in which Backstage stops the server and waits for its connections.
  lifecycle.addShutdownHook(async () => {
    server.prependListener('request', (_request, response) => {
      response.shouldKeepAlive = false;
    });
    const grace = new AbortController();
    const closed = once(server, 'close', { signal: grace.signal }).then(
      () => true,
      () => true,
    );
    const deadline = Date.now() + graceMs;
    let isClosed = false;
    while (!isClosed && Date.now() < deadline) {
      server.closeIdleConnections();
      isClosed = await Promise.race([
        closed,
        sleep(lookEveryMs).then(() => false),
      ]);
    }
    grace.abort();
    server.closeAllConnections();
  });
}

/** Backstage's root HTTP router, with a shutdown that takes no longer than a few seconds. */
export default rootHttpRouterServiceFactory({
  configure({ server, lifecycle, applyDefaults }) {
    applyDefaults();
    endConnectionsAtShutdown(server, lifecycle);
  },
});
