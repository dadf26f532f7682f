import { join } from 'node:path';
import { request } from 'undici';
import { FaultSwitches } from '../faults/FaultSwitches';
import {
  recordedAccounts,
  recordedBeginning,
  recordedTokens,
} from './__fixtures__/recordedBeginning';
import {
  readRecordedExchanges,
  RecordedExchange,
  recordedUrl,
} from './__fixtures__/recordedExchanges';
import { noDelays } from './delays';
import { NetBoxServer, serveNetBox } from './serveNetBox';

const recordedExchanges = readRecordedExchanges(
  join(__dirname, '__fixtures__'),
);

interface LabAnswer {
  status: number;
  headers: Record<string, string | undefined>;
  text: string;
}

/**
 * What differs between two servers that did the same: the ids of addresses (the recorded server was
 * used for other things between two sections) and the times, which are also the ETags.
 */
class Correspondence {
  readonly #ids = new Map<string, string>();
  readonly #etags = new Map<string, string>();

  learn(exchange: RecordedExchange, answer: LabAnswer): void {
    const { etag } = exchange.answerHeaders;
    if (etag && answer.headers.etag) {
      this.#etags.set(etag, answer.headers.etag);
    }
    const ids = (text: string) =>
      [...text.matchAll(/\/api\/ipam\/ip-addresses\/(\d+)\//g)].map(
        match => match[1],
      );
    const recorded = ids(JSON.stringify(exchange.answer ?? null));
    const lab = ids(answer.text);
    recorded.forEach((id, index) => {
      if (lab[index] && !this.#ids.has(id)) {
        this.#ids.set(id, lab[index]);
      }
    });
  }

  id(recorded: string): string {
    return this.#ids.get(recorded) ?? recorded;
  }

  etag(recorded: string): string {
    return this.#etags.get(recorded) ?? recorded;
  }

  path(recorded: string): string {
    return recorded
      .replace(/(ip-addresses\/)(\d+)/, (_, before, id) => before + this.id(id))
      .replace(
        /(changed_object_id=)(\d+)/,
        (_, before, id) => before + this.id(id),
      );
  }
}

const time = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}(Z|\+00:00)/g;
const uuid = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

function plain(text: string, url: string): string {
  return text
    .replaceAll(url, '{url}')
    .replace(time, '{time}')
    .replace(uuid, '{uuid}');
}

const comparedHeaders = [
  'content-type',
  'allow',
  'api-version',
  'location',
  'etag',
];

/** Of a page only its title; of JSON everything, in its order; ids of the change log apart. */
function comparableBody(
  exchange: RecordedExchange,
  contentType: string | undefined,
  text: string,
): string {
  if (exchange.status === 404 && contentType?.startsWith('text/html')) {
    return /Page Not Found \| NetBox/.exec(text)?.[0] ?? 'another page';
  }
  return exchange.path.startsWith('/api/core/object-changes/')
    ? text.replace(/"id":\d+/g, '"id":0')
    : text;
}

function given(exchange: RecordedExchange, answer: LabAnswer, url: string) {
  const text = plain(answer.text, url);
  return {
    status: answer.status,
    headers: comparedHeaders.map(
      name => `${name}: ${plain(answer.headers[name] ?? '', url)}`,
    ),
    body: comparableBody(exchange, answer.headers['content-type'], text),
  };
}

function expected(exchange: RecordedExchange, correspondence: Correspondence) {
  const { status, answerHeaders, answer } = exchange;
  const inLab = (text: string) =>
    plain(text, recordedUrl)
      .replace(
        /"id":(\d+),"url":"\{url\}\/api\/ipam\/ip-addresses\/\d+\/"/g,
        (whole, id) => whole.replaceAll(id, correspondence.id(id)),
      )
      .replace(
        /(\/ipam\/ip-addresses\/)(\d+)/g,
        (_, before, id) => before + correspondence.id(id),
      );
  const page = status === 404 ? 'Page Not Found | NetBox' : '';
  const text = answer === undefined ? page : inLab(JSON.stringify(answer));
  return {
    status,
    headers: comparedHeaders.map(
      name => `${name}: ${inLab(answerHeaders[name] ?? '')}`,
    ),
    body: comparableBody(exchange, answerHeaders['content-type'], text),
  };
}

describe('recorded exchanges with NetBox 4.6.8', () => {
  const correspondence = new Correspondence();
  const answers = new Map<RecordedExchange, LabAnswer>();
  let server: NetBoxServer;

  beforeAll(async () => {
    server = await serveNetBox({
      store: recordedBeginning(),
      language: 'en',
      accounts: recordedAccounts,
      tokens: recordedTokens,
      faults: new FaultSwitches(),
      delays: noDelays,
      save: async () => {},
    });
    for (const exchange of recordedExchanges) {
      const headers = { ...exchange.headers };
      if (headers['if-match']) {
        headers['if-match'] = correspondence.etag(headers['if-match']);
      }
      const answer = await request(
        `${server.url}${correspondence.path(exchange.path)}`,
        {
          method: exchange.method as 'GET',
          headers,
          body: exchange.body,
        },
      );
      const result = {
        status: answer.statusCode,
        headers: answer.headers as Record<string, string | undefined>,
        text: await answer.body.text(),
      };
      answers.set(exchange, result);
      correspondence.learn(exchange, result);
    }
  });

  afterAll(() => server.close());

  it('has all of them', () => {
    expect(recordedExchanges).toHaveLength(119);
  });

  it.each(
    recordedExchanges.map(exchange => [
      `${exchange.section}: ${exchange.name}`,
      exchange,
    ]) as [string, RecordedExchange][],
  )('%s', (_, exchange) => {
    expect(given(exchange, answers.get(exchange)!, server.url)).toEqual(
      expected(exchange, correspondence),
    );
  });
});
