// Loaded by a backend before all else: answers how long its event loop was held.
import { createServer } from 'node:http';
import { isMainThread } from 'node:worker_threads';
import { EventLoopHold } from '../EventLoopHold';

// Threads of the backend load it, too.
if (isMainThread) {
  const loop = new EventLoopHold();

  createServer(({ url }, response) => {
    if (url === '/begin') {
      loop.begin();
      response.writeHead(204).end();
    } else {
      response.end(JSON.stringify(loop.end()));
    }
  })
    .listen(Number(process.env.BENCH_HOLDS_PORT), '127.0.0.1')
    .unref();
}
