import { once } from 'node:events';
import { createServer, request } from 'node:http';
import { AddressInfo } from 'node:net';

/** A port that is known before the server that it leads to. */
export interface Forwarder {
  url: string;
  forwardTo(port: number): void;
  close(): void;
}

/** Passes requests on to a port that is told later. */
export async function startForwarder(): Promise<Forwarder> {
  let target = 0;
  const server = createServer((req, res) => {
    const { url, method, headers } = req;
    const forwarded = request(
      { host: '127.0.0.1', port: target, path: url, method, headers },
      answer => {
        res.writeHead(answer.statusCode ?? 500, answer.headers);
        answer.pipe(res);
      },
    );
    forwarded.on('error', () => res.destroy());
    req.pipe(forwarded);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    forwardTo: port => {
      target = port;
    },
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
