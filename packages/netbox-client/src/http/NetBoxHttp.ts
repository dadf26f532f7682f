import { InputError, ServiceUnavailableError } from '@backstage/errors';
import { sentences } from '@backlot/backend-common';
import { PeerAnswer, PeerCall, PeerHttp } from '@backlot/backend-common/peers';

/** A call, its path with the trailing slash that NetBox wants. @internal */
export type NetBoxCall = PeerCall;

/** @internal */
export type NetBoxAnswer = PeerAnswer;

/** @internal */
export interface NetBoxHttpOptions {
  url: string;
  token: string;
  ca?: string;
  insecure?: boolean;
  timeoutMs: number;
  /** Wait before the first repetition; each further one waits twice as long. */
  retryDelayMs: number;
}

/** What to do about a token that cannot be sent. @internal */
export const tokenRemedy =
  'Give the token alone, without the line break at the end of its file.';

/**
 * NetBox gave no answer: the call may or may not have been carried out.
 *
 * @public
 */
export class NetBoxUnreachableError extends ServiceUnavailableError {}

/**
 * HTTP to NetBox.
 *
 * @internal
 */
export class NetBoxHttp extends PeerHttp {
  /** What is wrong with the token before it is sent, in words. */
  readonly tokenProblem: string | undefined;

  constructor({ token, ...options }: NetBoxHttpOptions) {
    super({
      ...options,
      name: 'NetBox',
      product: 'a NetBox 4',
      configKey: 'netbox',
      unreachable: NetBoxUnreachableError,
      headers: {
        // NetBox words its refusals in this language, whatever its own is.
        'accept-language': 'en',
        authorization: `${
          token.startsWith('nbt_') ? 'Bearer' : 'Token'
        } ${token}`,
      },
    });
    this.tokenProblem = /^[\x21-\x7e]+$/.test(token)
      ? undefined
      : 'netbox.token is empty, or has a line break, white space or another character that no token has';
  }

  /**
   * Sends a call once.
   *
   * @throws NetBoxUnreachableError where there was no answer, or only one of a proxy
   * @throws InputError for a token that cannot be sent
   */
  async send(call: NetBoxCall): Promise<NetBoxAnswer> {
    call.signal?.throwIfAborted();
    if (this.tokenProblem) {
      throw new InputError(sentences(this.tokenProblem, tokenRemedy));
    }
    return super.send(call);
  }
}
