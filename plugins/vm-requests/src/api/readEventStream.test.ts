import fc from 'fast-check';
import { readEventStream, StreamedEvent } from './readEventStream';

function responseOf(chunks: Uint8Array[]): Response {
  const body = new ReadableStream({
    start(controller) {
      chunks.forEach(chunk => controller.enqueue(chunk));
      controller.close();
    },
  });
  return { body } as Response;
}

async function read(chunks: Uint8Array[]): Promise<StreamedEvent[]> {
  const events: StreamedEvent[] = [];
  await readEventStream(responseOf(chunks), more => events.push(...more));
  return events;
}

const bytes = (text: string) => new TextEncoder().encode(text);

describe('readEventStream', () => {
  it('reads types and data, and passes over comments', async () => {
    await expect(
      read([
        bytes(
          ': hello\n\nevent: line\ndata: one\n\ndata: two\ndata: three\n\n',
        ),
      ]),
    ).resolves.toEqual([
      { type: 'line', data: 'one' },
      { type: 'message', data: 'two\nthree' },
    ]);
  });

  it('reads the same however the stream is cut', async () => {
    const text = 'event: line\ndata: ä → b\n\nevent: end\ndata: {}\n\n';
    const whole = await read([bytes(text)]);
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat({ max: bytes(text).length })),
        async cuts => {
          const borders = [
            0,
            ...cuts.sort((a, b) => a - b),
            bytes(text).length,
          ];
          const chunks = borders
            .slice(1)
            .map((end, index) => bytes(text).slice(borders[index], end));
          expect(await read(chunks)).toEqual(whole);
        },
      ),
      { numRuns: 50 },
    );
  });
});
