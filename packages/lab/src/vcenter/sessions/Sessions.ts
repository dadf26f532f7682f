import { invalidLogin } from '../soap/VimFault';
import { AccountRole, Session, SessionOptions } from './Session';

const cookieName = 'vmware_soap_session';

/**
 * How calls of a session that has expired are answered; vCenters have been seen to do each.
 *
 * @public
 */
export type ExpiredAnswer =
  /** A fault: NotAuthenticated. */
  | 'fault'
  /** Reads succeed, with NotAuthenticated in place of each property. */
  | 'missing-set'
  /** Reads succeed, and find nothing. */
  | 'empty';

/** Who may log in. */
export interface Account {
  username: string;
  password: string;
  role: AccountRole;
}

/** What the sessions are made with. */
export interface SessionsOptions
  extends Pick<SessionOptions, 'store' | 'privileges' | 'instanceUuid'> {
  accounts: Account[];
  /** Milliseconds without a call after which a session is forgotten. */
  idleMs: number;
  /** The clock by which they are idle. */
  now(): number;
}

/** The sessions of a vCenter. */
export class Sessions {
  readonly #options: SessionsOptions;
  readonly #sessions = new Map<string, Session>();
  /** How calls without a session are answered. */
  expiredAnswer: ExpiredAnswer = 'fault';

  constructor(options: SessionsOptions) {
    this.#options = options;
  }

  /** Number of sessions that have not expired. */
  get size(): number {
    return this.#sessions.size;
  }

  /** @throws VimFault InvalidLogin */
  login(userName: string, password: string): Session {
    const account = this.#options.accounts.find(
      each => each.username === userName && each.password === password,
    );
    if (!account) {
      throw invalidLogin();
    }
    const { role } = account;
    const session = new Session({ ...this.#options, userName, role });
    this.touch(session);
    this.#sessions.set(session.cookie, session);
    return session;
  }

  /** Notes that the session is in use. */
  touch(session: Session): void {
    session.lastActive = this.#options.now();
  }

  logout(session: Session): void {
    this.#sessions.delete(session.cookie);
    session.end();
  }

  /** The session that a Cookie header names, when it has not expired. */
  find(cookieHeader: string | undefined): Session | undefined {
    const cookie = (cookieHeader ?? '')
      .split(';')
      .map(part => part.trim().split('='))
      .find(([name]) => name === cookieName)?.[1]
      ?.replace(/"/g, '');
    const session = cookie ? this.#sessions.get(cookie) : undefined;
    if (
      session &&
      session.calls === 0 &&
      this.#options.now() - session.lastActive > this.#options.idleMs
    ) {
      this.logout(session);
      return undefined;
    }
    return session;
  }

  /** Forgets all sessions. */
  expireAll(): void {
    [...this.#sessions.values()].forEach(session => this.logout(session));
  }

  /** The Set-Cookie header that a client keeps its session with; the value is quoted, as a vCenter's. */
  cookie(session: Session): string {
    return `${cookieName}="${session.cookie}"; Path=/; HttpOnly; Secure;`;
  }
}
