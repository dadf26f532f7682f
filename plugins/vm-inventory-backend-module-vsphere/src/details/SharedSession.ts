import { LoggerService } from '@backstage/backend-plugin-api';
import { ServiceUnavailableError } from '@backstage/errors';
import { sentences, withCause } from '@backlot/backend-common';
import { endSession } from '../endSession';
import { VimClient } from '../propertyCollector/VimClient';
import { VimFault } from '../soap/VimFault';
import { unlessAborted } from './unlessAborted';

/** @internal */
export interface SharedSessionOptions {
  /** Name of the source, for messages. */
  source: string;
  username: string;
  password: string;
  connect: () => VimClient;
  /** Where user name and password are configured. */
  configuredAt?: string;
  logger: LoggerService;
  /** Milliseconds after which a session that nobody uses is ended; five minutes by default. */
  idleMs?: number;
  now?: () => number;
}

const IDLE_MS = 5 * 60_000;
/** For which vCenter is not asked again after it has refused the password. */
const REFUSED_MS = 60_000;

interface OpenSession {
  client: VimClient;
  signedIn: Promise<void>;
  isSignedIn: boolean;
  /** How many use it now. */
  users: number;
  idle?: NodeJS.Timeout;
  ending?: Promise<void>;
}

/**
 * One session with a vCenter for all who ask: opened by the first of them, ended when nobody has
 * used it for a while, opened anew when vCenter does not know it any more. As many calls are under
 * way at a time as its client has connections; others wait for their turn.
 *
 * @internal
 */
export class SharedSession {
  readonly #options: SharedSessionOptions;
  readonly #idleMs: number;
  readonly #now: () => number;
  #current: OpenSession | undefined;
  #refused: { error: VimFault; until: number } | undefined;
  #closed = false;
  readonly #endings = new Set<Promise<void>>();

  constructor(options: SharedSessionOptions) {
    this.#options = options;
    this.#idleMs = options.idleMs ?? IDLE_MS;
    this.#now = options.now ?? Date.now;
  }

  /**
   * Asks with the session; once more with another when vCenter says that it was lost. After vCenter
   * has refused user name or password it is not asked for some time, as it locks accounts that try
   * too often.
   *
   * @param asked - what for, e.g. `the machine 'vm-1'`
   * @throws ServiceUnavailableError when vCenter does not answer, or refuses
   */
  async use<T>(
    asked: string,
    ask: (client: VimClient) => Promise<T>,
    { signal }: { signal: AbortSignal },
  ): Promise<T> {
    try {
      return await this.#use(ask, signal);
    } catch (error) {
      if (error instanceof VimFault) {
        throw withCause(
          new ServiceUnavailableError(
            sentences(
              `vCenter '${this.#options.source}' was asked for ${asked}`,
              error.message,
              this.#remedyOf(error),
            ),
          ),
          error,
        );
      }
      throw error;
    }
  }

  async #use<T>(
    ask: (client: VimClient) => Promise<T>,
    signal: AbortSignal,
  ): Promise<T> {
    const session = this.#session();
    try {
      return await this.#askIn(session, ask, signal);
    } catch (error) {
      if (
        !(error instanceof VimFault && error.faultType === 'NotAuthenticated')
      ) {
        throw error;
      }
      this.#giveUp(session);
    }
    return this.#askIn(this.#session(), ask, signal);
  }

  /** Ends the session; calls that are under way fail, and no other is made. */
  async close(): Promise<void> {
    this.#closed = true;
    const session = this.#current;
    if (session) {
      this.#giveUp(session);
      this.#end(session);
    }
    await Promise.all(this.#endings);
  }

  #remedyOf({ faultType }: VimFault): string {
    const { configuredAt = 'vmInventory.vsphere.sources' } = this.#options;
    return faultType === 'InvalidLogin'
      ? `Check user name and password in ${configuredAt}, and whether the account is locked; they are tried again in a minute.`
      : 'Test the connection on the sources page.';
  }

  #session(): OpenSession {
    const { source, username, password, connect } = this.#options;
    if (this.#closed) {
      throw new ServiceUnavailableError(
        `vCenter '${source}' is not asked any more: the backend is shutting down. Ask again in a moment.`,
      );
    }
    if (this.#refused && this.#now() < this.#refused.until) {
      throw this.#refused.error;
    }
    if (!this.#current) {
      const client = connect();
      // Not by the signal of who came first: others may wait for it, too.
      const session: OpenSession = {
        client,
        signedIn: client.login(username, password),
        isSignedIn: false,
        users: 0,
      };
      session.signedIn.then(
        () => {
          session.isSignedIn = true;
        },
        error => this.#failed(session, error),
      );
      this.#current = session;
    }
    return this.#current;
  }

  async #askIn<T>(
    session: OpenSession,
    ask: (client: VimClient) => Promise<T>,
    signal: AbortSignal,
  ): Promise<T> {
    session.users += 1;
    clearTimeout(session.idle);
    try {
      await unlessAborted(session.signedIn, signal);
      return await ask(session.client);
    } finally {
      session.users -= 1;
      if (session.users === 0) {
        this.#rest(session);
      }
    }
  }

  #rest(session: OpenSession): void {
    if (this.#current !== session) {
      this.#end(session);
      return;
    }
    session.idle = setTimeout(
      () => this.#giveUp(session),
      this.#idleMs,
    ).unref();
  }

  #failed(session: OpenSession, error: unknown): void {
    if (error instanceof VimFault && error.faultType === 'InvalidLogin') {
      this.#refused = { error, until: this.#now() + REFUSED_MS };
    }
    this.#giveUp(session);
  }

  /** Nobody gets it from now on; who uses it last ends it. */
  #giveUp(session: OpenSession): void {
    clearTimeout(session.idle);
    if (this.#current === session) {
      this.#current = undefined;
    }
    if (session.users === 0) {
      this.#end(session);
    }
  }

  /**
   * Signs out, also of a session that vCenter no longer takes calls in: it may keep it, and keeps only
   * so many.
   */
  #end(session: OpenSession): void {
    if (session.ending) {
      return;
    }
    const ending = this.#signOut(session).finally(() =>
      this.#endings.delete(ending),
    );
    session.ending = ending;
    this.#endings.add(ending);
  }

  async #signOut({ client, isSignedIn }: OpenSession): Promise<void> {
    if (isSignedIn) {
      await endSession(client, this.#options.logger);
    }
    await client.close();
  }
}
