import { randomInt } from 'node:crypto';
import { ServiceUnavailableError } from '@backstage/errors';
import { codeOf, isAnswerTo } from '../message/answers';
import { findForgery, sign } from '../message/tsig';
import { encodeUpdate, ZoneUpdate } from '../message/update';
import { DnsSettings } from '../readDnsConfig';
import { exchange } from './exchange';

/** `unmet`: nothing was changed, for a prerequisite does not hold. */
export type UpdateOutcome = 'made' | 'unmet';

const unmet = ['NXDOMAIN', 'YXDOMAIN', 'YXRRSET', 'NXRRSET'];

type ServerSettings = Pick<
  DnsSettings,
  'server' | 'port' | 'key' | 'timeoutMs'
>;

/** Sends signed updates to one name server. */
export class UpdateClient {
  readonly #settings: ServerSettings;

  constructor(settings: ServerSettings) {
    this.#settings = settings;
  }

  /** @throws ServiceUnavailableError where the server does neither */
  async update(
    update: ZoneUpdate,
    options: { signal: AbortSignal },
  ): Promise<UpdateOutcome> {
    const { server, port, key, timeoutMs } = this.#settings;
    const id = randomInt(0x10000);
    const { message, mac } = sign(encodeUpdate(id, update), key, new Date());
    const answer = await exchange(message, {
      host: server,
      port,
      timeoutMs,
      signal: options.signal,
    });
    const failed = (words: string, cause?: unknown) =>
      new ServiceUnavailableError(
        `${server} answered ${words} to an update of the zone ${update.zone}.`,
        cause,
      );
    if (!isAnswerTo(answer, id)) {
      throw failed('something else');
    }
    const code = codeOf(answer);
    let forgery: string | undefined;
    try {
      forgery = findForgery(answer, key, mac, new Date());
    } catch (error) {
      throw failed('what cannot be read', error);
    }
    if (forgery !== undefined) {
      throw failed(`${code} (${forgery})`);
    }
    if (code === 'NOERROR') {
      return 'made';
    }
    if (unmet.includes(code)) {
      return 'unmet';
    }
    throw failed(code);
  }
}
