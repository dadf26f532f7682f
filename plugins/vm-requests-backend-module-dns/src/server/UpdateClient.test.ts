import { once } from 'node:events';
import { AddressInfo, createServer, Server } from 'node:net';
import { TsigKey } from '../message/tsig';
import { UpdateClient } from './UpdateClient';

const key: TsigKey = {
  name: 'backlot',
  algorithm: 'hmac-sha256',
  secret: Buffer.from('secret'),
};
const update = { zone: 'dev.acme.example', prerequisites: [], changes: [] };

/** A header that answers a message, without anything after it. */
function bareAnswer(message: Buffer, code: number): Buffer {
  const answer = Buffer.alloc(12);
  message.copy(answer, 0, 0, 2);
  answer.writeUInt16BE(0xa800 + code, 2);
  return answer;
}

function framed(message: Buffer): Buffer {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(message.length);
  return Buffer.concat([length, message]);
}

describe('UpdateClient', () => {
  let server: Server | undefined;

  /** A server that answers each message with some bytes. */
  async function clientOf(
    answer: (message: Buffer) => Buffer | undefined,
    timeoutMs = 5_000,
  ): Promise<UpdateClient> {
    server = createServer(socket => {
      socket.on('data', (data: Buffer) => {
        const bytes = answer(data.subarray(2));
        if (bytes) {
          socket.end(bytes);
        }
      });
      socket.on('error', () => socket.destroy());
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    return new UpdateClient({ server: '127.0.0.1', port, key, timeoutMs });
  }

  afterEach(() => server?.close());

  const { signal } = new AbortController();

  it('takes no success for one that the server did not sign', async () => {
    const client = await clientOf(message => framed(bareAnswer(message, 0)));
    await expect(client.update(update, { signal })).rejects.toThrow(
      '127.0.0.1 answered NOERROR (unsigned) to an update of the zone dev.acme.example.',
    );
  });

  it('takes no unmet prerequisite for one that the server did not sign', async () => {
    const client = await clientOf(message => framed(bareAnswer(message, 6)));
    await expect(client.update(update, { signal })).rejects.toThrow(
      '127.0.0.1 answered YXDOMAIN (unsigned)',
    );
  });

  it.each([
    ['of another message', (message: Buffer) => bareAnswer(message.fill(0), 0)],
    ['that are none', () => Buffer.from('HTTP/1.1')],
    ['of nothing', () => Buffer.alloc(0)],
  ])('takes no answers %s', async (_, answer) => {
    const client = await clientOf(message => framed(answer(message)));
    await expect(client.update(update, { signal })).rejects.toThrow(
      '127.0.0.1 answered something else',
    );
  });

  it('says so when an answer ends too early', async () => {
    const client = await clientOf(message => {
      const answer = bareAnswer(message, 0);
      answer.writeUInt16BE(9, 10);
      return framed(answer);
    });
    await expect(client.update(update, { signal })).rejects.toThrow(
      '127.0.0.1 answered what cannot be read to an update',
    );
  });

  it('says so when the server hangs up', async () => {
    const client = await clientOf(() => Buffer.from([0]));
    await expect(client.update(update, { signal })).rejects.toThrow(
      /^127.0.0.1 does not answer at port \d+: it closed the connection.$/,
    );
  });

  it('waits no longer than it was told', async () => {
    const client = await clientOf(() => undefined, 100);
    await expect(client.update(update, { signal })).rejects.toThrow(
      /nothing came for 0.1 s.$/,
    );
  });

  it('ends with the signal', async () => {
    const client = await clientOf(() => undefined);
    const abort = new AbortController();
    const updating = client.update(update, { signal: abort.signal });
    abort.abort(new Error('The backend shuts down.'));
    await expect(updating).rejects.toThrow('The backend shuts down.');
  });
});
