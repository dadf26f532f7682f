import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { etagOf, notModified } from './notModified';

describe('notModified', () => {
  const etag = etagOf('machines as of today');

  function ask(condition?: string) {
    const request = new IncomingMessage(new Socket());
    request.headers['if-none-match'] = condition;
    // As fetch sends it along with a condition of the caller's own.
    request.headers['cache-control'] = 'no-cache';
    const response = new ServerResponse(request);
    return { known: notModified(request, response, etag), response };
  }

  it.each([undefined, '"other"', etagOf('machines as of yesterday')])(
    'marks an answer for who has %s',
    condition => {
      const { known, response } = ask(condition);
      expect(known).toBe(false);
      expect(response.writableEnded).toBe(false);
      expect(response.getHeaders()).toMatchObject({
        etag,
        'cache-control': 'private, no-cache',
        vary: 'Authorization',
      });
    },
  );

  it('tells who has the answer, among others, that nothing has changed', () => {
    const { known, response } = ask(`"other", ${etag}`);
    expect(known).toBe(true);
    expect(response.statusCode).toBe(304);
    expect(response.writableEnded).toBe(true);
  });
});
