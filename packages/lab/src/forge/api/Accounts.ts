import { timingSafeEqual, createHash } from 'node:crypto';
import { IncomingHttpHeaders } from 'node:http';
import { LabForgeOptions } from '../LabForge';

/** @internal */
export interface Account {
  id: number;
  login: string;
  fullName: string;
  email: string;
  mayWrite: boolean;
}

/** @internal */
export const organization = {
  id: 1,
  login: 'platform',
  fullName: 'Platform',
  email: '',
};

/**
 * What a request says about who sent it: nobody, an account, or a token that is not known.
 *
 * @internal
 */
export type Caller = Account | 'anonymous' | 'refused';

function account(id: number, login: string, fullName: string): Account {
  return {
    id,
    login,
    fullName,
    email: `${login}@noreply.forge.example`,
    mayWrite: true,
  };
}

function sameText(one: string, other: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(one), digest(other));
}

/**
 * The accounts of the forge and their tokens.
 *
 * @internal
 */
export class Accounts {
  readonly backlot = account(2, 'backlot', 'Backlot');
  readonly atlantis = account(3, 'atlantis', 'Atlantis');
  readonly reader = { ...account(4, 'reader', 'Reader'), mayWrite: false };
  readonly #tokens: [token: string, account: Account][];

  constructor(
    options: Pick<LabForgeOptions, 'token' | 'atlantisToken' | 'readOnlyToken'>,
  ) {
    const tokens: [string | undefined, Account][] = [
      [options.token, this.backlot],
      [options.atlantisToken, this.atlantis],
      [options.readOnlyToken, this.reader],
    ];
    this.#tokens = tokens.filter((entry): entry is [string, Account] =>
      Boolean(entry[0]),
    );
  }

  byLogin(login: string): Account | undefined {
    return this.#all().find(candidate => candidate.login === login);
  }

  byEmail(email: string): Account | undefined {
    return this.#all().find(candidate => candidate.email === email);
  }

  /**
   * `Authorization: token …`, `Bearer …`, or Basic with the token as password or as user name, as
   * git sends it.
   */
  caller(headers: IncomingHttpHeaders): Caller {
    const { authorization } = headers;
    if (!authorization) {
      return 'anonymous';
    }
    const [scheme, credentials = ''] = authorization.split(/\s+/);
    const presented =
      scheme.toLowerCase() === 'basic'
        ? Buffer.from(credentials, 'base64').toString().split(':')
        : [credentials];
    const found = this.#tokens.find(([token]) =>
      presented.some(text => sameText(text, token)),
    );
    return found?.[1] ?? 'refused';
  }

  #all(): Account[] {
    return [this.backlot, this.atlantis, this.reader];
  }
}
