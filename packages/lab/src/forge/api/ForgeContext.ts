import { Request } from 'express';
import { ForgeRepository } from '../repositories/ForgeRepository';
import { GitPerson, isoSeconds } from '../git/parseCommits';
import { Account, Accounts } from './Accounts';
import { ApiError } from './ApiError';

/**
 * What the routes of the forge share.
 *
 * @internal
 */
export class ForgeContext {
  /** Where the forge answers, without a trailing slash. */
  readonly origin: string;
  readonly accounts: Accounts;
  readonly #repositories: ForgeRepository[];

  constructor(options: {
    origin: string;
    accounts: Accounts;
    repositories: ForgeRepository[];
  }) {
    this.origin = options.origin;
    this.accounts = options.accounts;
    this.#repositories = options.repositories;
  }

  repositories(): ForgeRepository[] {
    return [...this.#repositories];
  }

  findRepository(owner: string, name: string): ForgeRepository | undefined {
    const wanted = `${owner}/${name}`.toLowerCase();
    return this.#repositories.find(
      repository => repository.fullName.toLowerCase() === wanted,
    );
  }

  /**
   * The repository that a request is about.
   *
   * @throws ApiError 404
   */
  repository(request: Request): ForgeRepository {
    const { owner, repo } = request.params;
    const found = this.findRepository(owner, repo);
    if (!found) {
      throw ApiError.notFound();
    }
    return found;
  }

  /**
   * The account that sent a request.
   *
   * @throws ApiError 401
   */
  account(request: Request): Account {
    const caller = this.accounts.caller(request.headers);
    if (typeof caller === 'string') {
      throw new ApiError(401, 'token is required');
    }
    return caller;
  }

  /**
   * The account that sent a request, which must be allowed to write.
   *
   * @param refusal - Gitea's words, which differ by what is written
   * @throws ApiError 401, 403
   */
  writer(
    request: Request,
    refusal = 'user should have a permission to write to a repo',
  ): Account {
    const caller = this.account(request);
    if (!caller.mayWrite) {
      throw new ApiError(403, refusal);
    }
    return caller;
  }

  /** How an account signs its commits now. */
  signature(account: Account): GitPerson {
    return {
      name: account.fullName,
      email: account.email,
      date: isoSeconds(new Date()),
    };
  }
}
