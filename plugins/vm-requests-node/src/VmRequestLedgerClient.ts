import { AuthService, DiscoveryService } from '@backstage/backend-plugin-api';
import { isError } from '@backstage/errors';
import {
  LedgerMachine,
  LedgerMachinePage,
  LedgerMachineRules,
} from '@backlot/plugin-vm-requests-common';
import { PluginHttp } from '@backlot/backend-common/peers';
import { VmRequestLedger } from './VmRequestLedger';

/** Longer than any step takes; well below undici's own 300 seconds for headers. */
const timeoutMs = 280_000;
const readTimeoutMs = 30_000;
/** The most that one call answers. */
const machinesPerPage = 500;

/**
 * The ledger over HTTP, with the credentials of this backend. Each step can be repeated, so an
 * answer that was lost is asked for again.
 */
export class VmRequestLedgerClient implements VmRequestLedger {
  readonly #auth: AuthService;
  readonly #http: PluginHttp;

  /** @param options - `pauseMs`: before the second try; then twice as long each time */
  constructor(options: {
    auth: AuthService;
    discovery: DiscoveryService;
    pauseMs?: number;
  }) {
    const { auth, discovery, pauseMs = 250 } = options;
    this.#auth = auth;
    this.#http = new PluginHttp({
      auth,
      discovery,
      pluginId: 'vm-requests',
      name: 'The ledger of vm-requests',
      tries: 5,
      pauseMs,
      isPatient: true,
    });
  }

  readonly open: VmRequestLedger['open'] = input => this.#step('open', input);

  readonly batch: VmRequestLedger['batch'] = input =>
    this.#step('batch', input);

  readonly operate: VmRequestLedger['operate'] = input =>
    this.#step('operate', input);

  readonly adopt: VmRequestLedger['adopt'] = input =>
    this.#step('adopt', input);

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

  async machineRules(
    machine: { source: string; id: string; instanceUuid?: string },
    options: { signal?: AbortSignal } = {},
  ): Promise<LedgerMachineRules | undefined> {
    const { source, id, instanceUuid } = machine;
    const query = new URLSearchParams({
      source,
      id,
      ...(instanceUuid !== undefined && { instanceUuid }),
    });
    try {
      const response = await this.#read(`/v1/machine-rules?${query}`, options);
      return (await response.json()) as LedgerMachineRules;
    } catch (error) {
      if (isError(error) && error.name === 'NotFoundError') {
        return undefined;
      }
      throw error;
    }
  }

  async #read(path: string, { signal }: { signal?: AbortSignal }) {
    return this.#http.send({
      method: 'GET',
      path,
      credentials: await this.#auth.getOwnServiceCredentials(),
      timeoutMs: readTimeoutMs,
      signal,
    });
  }

  async #readMachines(
    cursor: string | undefined,
    options: { signal?: AbortSignal },
  ): Promise<LedgerMachinePage> {
    const query = new URLSearchParams({
      limit: String(machinesPerPage),
      ...(cursor !== undefined && { cursor }),
    });
    const response = await this.#read(`/v1/machines?${query}`, options);
    return (await response.json()) as LedgerMachinePage;
  }

  async #step<T>(name: string, input: object): Promise<T> {
    const response = await this.#http.sendSafely({
      method: 'POST',
      path: `/v1/steps/${name}`,
      body: input,
      credentials: await this.#auth.getOwnServiceCredentials(),
      timeoutMs,
    });
    return (await response.json()) as T;
  }
}
