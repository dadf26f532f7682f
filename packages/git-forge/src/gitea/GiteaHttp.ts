import { DEFAULT_NAME } from '@backlot/backend-common';
import { PeerAnswer, PeerCall, PeerHttp } from '@backlot/backend-common/peers';
import { ForgeUnreachableError } from '../http/ForgeUnreachableError';

/** A call below `/api/v1`. @internal */
export interface GiteaCall extends PeerCall {
  signal: AbortSignal | undefined;
}

/** @internal */
export type GiteaAnswer = PeerAnswer<GiteaCall>;

/** @internal */
export interface GiteaHttpOptions {
  name?: string;
  key?: string;
  url: string;
  token: string;
  ca?: string;
  insecure?: boolean;
  timeoutMs: number;
}

const RETRY_DELAY_MS = 150;

/**
 * HTTP to Gitea's API.
 *
 * @internal
 */
export class GiteaHttp extends PeerHttp<GiteaCall> {
  constructor(options: GiteaHttpOptions) {
    const { name = DEFAULT_NAME, key = 'gitForge', token } = options;
    const { url, ca, insecure, timeoutMs } = options;
    super({
      url,
      ca,
      insecure,
      timeoutMs,
      retryDelayMs: RETRY_DELAY_MS,
      name: name === DEFAULT_NAME ? 'the forge' : `the forge ${name}`,
      product: 'a Gitea',
      configKey: key,
      basePath: '/api/v1',
      unreachable: ForgeUnreachableError,
      headers: { authorization: `token ${token}` },
    });
  }

  /**
   * Reads, and asks again where the forge gave no answer.
   *
   * @throws ForgeUnreachableError
   */
  read(call: Omit<GiteaCall, 'method'>): Promise<GiteaAnswer> {
    return this.sendSafely({ ...call, method: 'GET' });
  }
}
