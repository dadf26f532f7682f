import {
  BackstageCredentials,
  BackstageUserPrincipal,
} from '@backstage/backend-plugin-api';
import { Person } from '../ledger/decide';
import { personOf } from './personOf';
import { RouterOptions } from './RouterOptions';

/** How long pages show what a person may do by what was looked up. */
const keptMs = 5_000;

/**
 * Who looks at pages, looked up once for many of them. It decides on what is offered; what a person
 * then does is judged by {@link personOf}, anew.
 */
export class Viewers {
  readonly #options: Pick<RouterOptions, 'userInfo' | 'ledger'>;
  readonly #known = new Map<
    string,
    { until: number; person: Promise<Person> }
  >();

  constructor(options: Pick<RouterOptions, 'userInfo' | 'ledger'>) {
    this.#options = options;
  }

  async of(
    credentials: BackstageCredentials<BackstageUserPrincipal>,
  ): Promise<Person> {
    const { userEntityRef } = credentials.principal;
    const now = this.#options.ledger.clock.now().getTime();
    const known = this.#known.get(userEntityRef);
    if (known && now < known.until) {
      return known.person;
    }
    for (const [ref, { until }] of this.#known) {
      if (until <= now) {
        this.#known.delete(ref);
      }
    }
    const looked = {
      until: now + keptMs,
      person: personOf(this.#options, credentials),
    };
    this.#known.set(userEntityRef, looked);
    try {
      return await looked.person;
    } catch (error) {
      if (this.#known.get(userEntityRef) === looked) {
        this.#known.delete(userEntityRef);
      }
      throw error;
    }
  }
}
