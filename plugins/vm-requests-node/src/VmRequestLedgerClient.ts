import { setTimeout as sleep } from 'node:timers/promises';
import { AuthService, DiscoveryService } from '@backstage/backend-plugin-api';
import { ResponseError, ServiceUnavailableError } from '@backstage/errors';
import {
  LedgerMachine,
  LedgerMachinePage,
} from '@backlot/plugin-vm-requests-common';
import { fetch, RequestInit } from 'undici';
import { causeInWords, withCause } from '@backlot/backend-common';
import { typedError } from './typedError';
import { VmRequestLedger } from './VmRequestLedger';

/** Longer than any step takes; well below undici's own 300 seconds for headers. */
const timeoutMs = 280_000;
const readTimeoutMs = 30_000;
/** The most that one call answers. */
const machinesPerPage = 500;
const tries = 5;
const firstPauseMs = 250;

/** Statuses of a gateway or a backend that is starting. */
const passing = [502, 503, 504];

/**
 * The ledger over HTTP, with the credentials of this backend. Each step can be repeated, so an
 * answer that was lost is asked for again.
 */
export class VmRequestLedgerClient implements VmRequestLedger {
  readonly #auth: AuthService;
  readonly #discovery: DiscoveryService;
  readonly #pauseMs: number;

  /** @param options - `pauseMs`: before the second try; then twice as long each time */
  constructor(options: {
    auth: AuthService;
    discovery: DiscoveryService;
    pauseMs?: number;
  }) {
    this.#auth = options.auth;
    this.#discovery = options.discovery;
    this.#pauseMs = options.pauseMs ?? firstPauseMs;
  }

  readonly open: VmRequestLedger['open'] = input => this.#step('open', input);

  readonly decommission: VmRequestLedger['decommission'] = input =>
    this.#step('decommission', input);

  readonly check: VmRequestLedger['check'] = input =>
    this.#step('check', input);

  readonly propose: VmRequestLedger['propose'] = input =>
    this.#step('propose', input);

  readonly submit: VmRequestLedger['submit'] = input =>
    this.#step('submit', input);

  readonly claim: VmRequestLedger['claim'] = input =>
    this.#step('claim', input);

  readonly complete: VmRequestLedger['complete'] = input =>
    this.#step('complete', input);

  readonly fail: VmRequestLedger['fail'] = input => this.#step('fail', input);

  async listMachines(
    options: { signal?: AbortSignal } = {},
  ): Promise<LedgerMachine[]> {
    const machines: LedgerMachine[] = [];
    let cursor: string | undefined;
    do {
      const page = await this.#readMachines(cursor, options);
      machines.push(...page.items);
      cursor = page.nextCursor;
    } while (cursor !== undefined);
    return machines;
  }

  async #readMachines(
    cursor: string | undefined,
    options: { signal?: AbortSignal },
  ): Promise<LedgerMachinePage> {
    const query = new URLSearchParams({
      limit: String(machinesPerPage),
      ...(cursor !== undefined && { cursor }),
    });
    const timeout = AbortSignal.timeout(readTimeoutMs);
    const response = await this.#fetch(`/v1/machines?${query}`, {
      signal: options.signal
        ? AbortSignal.any([options.signal, timeout])
        : timeout,
    });
    if (!response.ok) {
      throw typedError(await ResponseError.fromResponse(response));
    }
    return (await response.json()) as LedgerMachinePage;
  }

  async #step<T>(name: string, input: object): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      const outcome = await this.#try<T>(name, input);
      if ('answer' in outcome) {
        return outcome.answer;
      }
      if (attempt === tries) {
        throw outcome.error;
      }
      const pause = this.#pauseMs * 2 ** (attempt - 1);
      await sleep(pause * (0.5 + Math.random()));
    }
  }

  /** One try; an error that may pass is answered, any other thrown. */
  async #try<T>(
    name: string,
    input: object,
  ): Promise<{ answer: T } | { error: Error }> {
    let response;
    try {
      response = await this.#fetch(`/v1/steps/${name}`, {
        method: 'POST',
        signal: AbortSignal.timeout(timeoutMs),
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(input),
      });
    } catch (error) {
      return {
        error: withCause(
          new ServiceUnavailableError(
            `The ledger of vm-requests did not answer the step '${name}': ${causeInWords(
              error,
            )}. Check that the backend with the vm-requests plugin is up.`,
          ),
          error,
        ),
      };
    }
    if (response.ok) {
      return { answer: (await response.json()) as T };
    }
    const error = typedError(await ResponseError.fromResponse(response));
    if (passing.includes(response.status)) {
      return { error };
    }
    throw error;
  }

  async #fetch(
    path: string,
    init: RequestInit & { headers?: Record<string, string> },
  ) {
    const baseUrl = await this.#discovery.getBaseUrl('vm-requests');
    const { token } = await this.#auth.getPluginRequestToken({
      onBehalfOf: await this.#auth.getOwnServiceCredentials(),
      targetPluginId: 'vm-requests',
    });
    return fetch(`${baseUrl}${path}`, {
      ...init,
      headers: { ...init.headers, authorization: `Bearer ${token}` },
    });
  }
}
