import { IncomingMessage } from 'node:http';
import { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { Jobs } from './Jobs';

const sockets = new WebSocketServer({ noServer: true });

function refuse(socket: Duplex, status: string, text: string) {
  const body = `${text}\n`;
  socket.end(
    [
      `HTTP/1.1 ${status}`,
      'Content-Type: text/plain; charset=utf-8',
      `Content-Length: ${Buffer.byteLength(body)}`,
      'Connection: close',
      '',
      body,
    ].join('\r\n'),
  );
}

/**
 * Answers a websocket handshake at `/jobs/<id>/ws`: one binary frame a line, the log so far and
 * then what comes; at the end the connection is dropped without a close frame.
 *
 * @internal
 */
export function streamJob(
  jobs: Jobs,
  request: IncomingMessage,
  socket: Duplex,
  head: Buffer,
): void {
  const id = /^\/jobs\/([^/?]+)\/ws(\?|$)/.exec(request.url ?? '')?.[1];
  if (!id) {
    refuse(socket, '404 Not Found', '404 page not found');
    return;
  }
  const job = jobs.find(id);
  if (!job) {
    refuse(socket, '500 Internal Server Error', `invalid key: ${id}`);
    return;
  }
  sockets.handleUpgrade(request, socket, head, connection => {
    const leave = job.follow({
      onLine: line =>
        connection.send(Buffer.from(`\r${line}\n`, 'utf8'), { binary: true }),
      onEnd: () => socket.end(),
    });
    connection.on('close', leave);
    connection.on('error', () => connection.terminate());
  });
}
