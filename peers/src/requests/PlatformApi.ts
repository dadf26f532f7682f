import { NotFoundError, ResponseError } from '@backstage/errors';
import { JsonObject } from '@backstage/types';
import {
  DecidedRequests,
  endStates,
  LedgerMachineDetail,
  OperationPreview,
  RequestBatch,
  RequestBatchPage,
  RequestEvent,
  SeveralMachines,
  VmRequest,
  VmRequestPage,
} from '@backlot/plugin-vm-requests-common';
import {
  InventoryPage,
  SourceList,
  Template,
} from '@backlot/plugin-vm-inventory-common';
import { RequestChanges } from './RequestChanges';

/** What the forms of the templates of blueprints ask for. */
export interface FormValues {
  name: string;
  environment: 'development' | 'production';
  size: string;
  custom?: { cpus: number; memoryMib: number; diskGib: number };
  place: { source: string; datacenter: string };
  cluster?: string;
  network: string;
  template: string;
  owner: string;
  sshPublicKeys?: string[];
  purpose: string;
  /** How many, and what they are called, where it is more than one. */
  several?: SeveralMachines;
}

/** How often a task is looked at that has not opened its request yet. */
const lookEveryMs = 200;

/** Who looks at requests, and may see all of them. */
const viewer = 'marta.silva';

/** Backstage over HTTP, as the browsers of the lab's people use it. */
export class PlatformApi {
  readonly #url: string;
  readonly #tokens = new Map<string, Promise<string>>();
  readonly #changes: RequestChanges;

  constructor(url: string) {
    this.#url = url;
    this.#changes = new RequestChanges(url, () => this.signIn(viewer));
  }

  /** Whether people can sign in, the templates are there, and the vCenter is shown as it is. */
  async isReady(): Promise<boolean> {
    try {
      for (const template of [
        'rhel9-vm',
        'ubuntu-vm',
        'windows-vm',
        'rhel9-vm-apply',
        'vm-adopt',
        'vm-decommission',
        'vm-extend',
        'vm-resize',
        'vm-upgrade',
        'vm-rebuild',
        'vm-transfer',
      ]) {
        await this.#get(
          `/catalog/entities/by-name/template/default/${template}`,
        );
      }
      const { items } = await this.#get<SourceList>('/vm-inventory/v1/sources');
      return items.length > 0 && items.every(({ state }) => state === 'live');
    } catch (error) {
      this.#tokens.clear();
      if (error instanceof ResponseError) {
        return false;
      }
      throw error;
    }
  }

  /** Fills the form in and sends it; the scaffolder's task. */
  async request(
    values: FormValues,
    { person = 'anna.weber', blueprint = 'rhel9-vm' } = {},
  ): Promise<string> {
    const templateRef = `template:default/${blueprint}`;
    const { id } = await this.#call<{ id: string }>(
      'POST',
      '/scaffolder/v2/tasks',
      { person, body: { templateRef, values } },
    );
    return id;
  }

  /** Asks to adopt a machine that nobody requested; the scaffolder's task. */
  async adopt(
    values: {
      machine: string;
      environment: string;
      owner: string;
      address?: string;
    },
    person = 'anna.weber',
  ): Promise<string> {
    return this.#operate('vm-adopt', { source: 'lab', ...values }, person);
  }

  /** What the adoption of a machine would do, or what is against it. */
  previewAdoption(
    values: { machine: string; environment: string; owner: string },
    person = 'anna.weber',
  ): Promise<OperationPreview> {
    return this.#call<OperationPreview>(
      'POST',
      '/vm-requests/v1/adoptions/preview',
      { person, body: { source: 'lab', blueprint: 'rhel9-vm', ...values } },
    );
  }

  /** Asks to end the machine of a request; the scaffolder's task. */
  async decommission({
    machineId,
    name,
  }: Pick<VmRequest, 'machineId' | 'name'>): Promise<string> {
    return this.#operate('vm-decommission', { machine: machineId, name });
  }

  /** Asks to make the machine of a request again; the scaffolder's task. */
  async rebuild({
    machineId,
    name,
  }: Pick<VmRequest, 'machineId' | 'name'>): Promise<string> {
    return this.#operate('vm-rebuild', { machine: machineId, name });
  }

  /** Asks for another size of the machine of a request; the scaffolder's task. */
  async resize(
    { machineId }: Pick<VmRequest, 'machineId'>,
    change: JsonObject,
  ): Promise<string> {
    return this.#operate('vm-resize', { machine: machineId, change });
  }

  /** Asks for the versions that new machines have; the scaffolder's task. */
  async upgrade({ machineId }: Pick<VmRequest, 'machineId'>): Promise<string> {
    return this.#operate('vm-upgrade', { machine: machineId });
  }

  /** Asks to have the machine of a request end later; the scaffolder's task. */
  async extend(
    { machineId }: Pick<VmRequest, 'machineId'>,
    until: string,
    person = 'anna.weber',
  ): Promise<string> {
    return this.#operate('vm-extend', { machine: machineId, until }, person);
  }

  /** Asks to give the machine of a request to another owner; the scaffolder's task. */
  async transfer(
    { machineId }: Pick<VmRequest, 'machineId'>,
    owner: string,
  ): Promise<string> {
    return this.#operate('vm-transfer', { machine: machineId, owner });
  }

  /** The machine of a request, as the ledger keeps it. */
  async machine({
    machineId,
  }: Pick<VmRequest, 'machineId'>): Promise<LedgerMachineDetail> {
    return this.#get<LedgerMachineDetail>(
      `/vm-requests/v1/machines/${machineId}`,
    );
  }

  async #operate(
    template: string,
    values: JsonObject,
    person = 'anna.weber',
  ): Promise<string> {
    const { id } = await this.#call<{ id: string }>(
      'POST',
      '/scaffolder/v2/tasks',
      {
        person,
        body: {
          templateRef: `template:default/${template}`,
          values: { ...values, reason: 'Because' },
        },
      },
    );
    return id;
  }

  /** The request that a task made, once it satisfies the condition. */
  async requestOf(
    task: string,
    condition: (request: VmRequest) => boolean,
  ): Promise<VmRequest> {
    for (;;) {
      const { items } = await this.#get<VmRequestPage>(
        `/vm-requests/v1/requests?task=${encodeURIComponent(task)}`,
      );
      if (items.length > 0) {
        return await this.waitFor(items[0].id, condition);
      }
      const status = await this.taskStatus(task);
      if (status === 'failed') {
        throw new Error(`Task ${task} failed: ${await this.taskLog(task)}`);
      }
      await new Promise(resolve => setTimeout(resolve, lookEveryMs));
    }
  }

  /**
   * A request, once it satisfies the condition.
   *
   * @throws Error when it has ended or waits for a person and does not
   */
  async waitFor(
    id: string,
    condition: (request: VmRequest) => boolean,
  ): Promise<VmRequest> {
    return await this.#changes.until(async () => {
      const request = await this.find(id);
      if (condition(request)) {
        return request;
      }
      if (request.wait?.for === 'person' || endStates.includes(request.state)) {
        throw new Error(
          `Request ${id} is ${request.state}: ${request.message ?? ''}`,
        );
      }
      return undefined;
    });
  }

  /**
   * The batch that a task opened, once it satisfies the condition.
   *
   * @throws Error when the task opened none, or the batch has ended and does not
   */
  async batchOf(
    task: string,
    condition: (batch: RequestBatch) => boolean,
  ): Promise<RequestBatch> {
    for (;;) {
      const { items } = await this.#get<RequestBatchPage>(
        `/vm-requests/v1/batches?task=${encodeURIComponent(task)}`,
      );
      const batch = items[0] && (await this.findBatch(items[0].id));
      if (batch && condition(batch)) {
        return batch;
      }
      const status = await this.taskStatus(task);
      if (batch?.state === 'ended' || (!batch && status === 'failed')) {
        throw new Error(
          batch
            ? `Batch ${batch.id} has ended: ${batch.message ?? ''}`
            : `Task ${task} failed: ${await this.taskLog(task)}`,
        );
      }
      await new Promise(resolve => setTimeout(resolve, lookEveryMs));
    }
  }

  findBatch(id: string): Promise<RequestBatch> {
    return this.#get<RequestBatch>(`/vm-requests/v1/batches/${id}`);
  }

  /** Asks to adopt several machines that nobody requested. */
  adoptSeveral(
    asked: {
      blueprint: string;
      environment: string;
      owner: string;
      reason: string;
      machines: { source: string; machine: string; address?: string }[];
    },
    person = 'anna.weber',
  ): Promise<RequestBatch> {
    return this.#call<RequestBatch>('POST', '/vm-requests/v1/adoptions', {
      person,
      body: asked,
    });
  }

  /** Approves all of a batch that waits for it, as it is shown. */
  approveAll(
    { items }: RequestBatch,
    person = 'priya.nair',
  ): Promise<DecidedRequests> {
    const requests = items.flatMap(({ request }) =>
      request?.state === 'planned'
        ? [{ id: request.id, digest: request.plan?.digest }]
        : [],
    );
    return this.#call<DecidedRequests>('POST', '/vm-requests/v1/decisions', {
      person,
      body: { decision: 'approve', requests },
    });
  }

  /** Has one of a batch tried again. */
  retryItem(
    { id }: Pick<RequestBatch, 'id'>,
    position: number,
    person = 'anna.weber',
  ): Promise<RequestBatch> {
    return this.#call<RequestBatch>(
      'POST',
      `/vm-requests/v1/batches/${id}/items/${position}/retry`,
      { person, body: {} },
    );
  }

  /** A page of the requests that the viewer may see. */
  list(query: Record<string, string>): Promise<VmRequestPage> {
    const parameters = new URLSearchParams({ limit: '100', ...query });
    return this.#get<VmRequestPage>(`/vm-requests/v1/requests?${parameters}`);
  }

  find(id: string): Promise<VmRequest> {
    return this.#get<VmRequest>(`/vm-requests/v1/requests/${id}`);
  }

  async history(id: string): Promise<RequestEvent[]> {
    const { items } = await this.#get<{ items: RequestEvent[] }>(
      `/vm-requests/v1/requests/${id}/events`,
    );
    return items;
  }

  /** What Atlantis' job of the last apply said, as the page of the request is sent it. */
  async applyLog(id: string): Promise<string> {
    const response = await this.#fetch(
      'GET',
      `/vm-requests/v1/requests/${id}/log?of=apply`,
      { person: viewer },
    );
    return response.text();
  }

  approve(request: VmRequest, person = 'priya.nair'): Promise<VmRequest> {
    return this.#call<VmRequest>(
      'POST',
      `/vm-requests/v1/requests/${request.id}/approve`,
      { person, body: { digest: request.plan?.digest } },
    );
  }

  cancel(request: VmRequest, person = 'anna.weber'): Promise<VmRequest> {
    return this.#call<VmRequest>(
      'POST',
      `/vm-requests/v1/requests/${request.id}/cancel`,
      { person, body: {} },
    );
  }

  rollBack(id: string, person = 'anna.weber'): Promise<VmRequest> {
    return this.#call<VmRequest>(
      'POST',
      `/vm-requests/v1/requests/${id}/roll-back`,
      { person, body: { reason: 'Not needed' } },
    );
  }

  /** Chooses what happens to a request whose apply has failed. */
  choose(
    { id }: Pick<VmRequest, 'id'>,
    what: 'retry' | 'replan' | 'roll-back',
    person = 'anna.weber',
  ): Promise<VmRequest> {
    return this.#call<VmRequest>(
      'POST',
      `/vm-requests/v1/requests/${id}/${what}`,
      { person, body: { reason: 'Because' } },
    );
  }

  /** Machines of the inventory whose name holds the words. */
  async machines(search: string): Promise<InventoryPage<'machine'>['items']> {
    const { items } = await this.#get<InventoryPage<'machine'>>(
      `/vm-inventory/v1/machines?search=${encodeURIComponent(search)}`,
    );
    return items;
  }

  /** The template of a name. */
  async template(name: string): Promise<Template> {
    const { items } = await this.#get<InventoryPage<'template'>>(
      '/vm-inventory/v1/templates?limit=100',
    );
    const found = items.find(template => template.name === name);
    if (!found) {
      throw new NotFoundError(`The inventory shows no template '${name}'`);
    }
    return found;
  }

  /** Where a task stands, as the scaffolder says it. */
  async taskStatus(task: string): Promise<string> {
    const { status } = await this.#get<{ status: string }>(
      `/scaffolder/v2/tasks/${task}`,
    );
    return status;
  }

  /** What a task said, line by line. */
  async taskLog(task: string): Promise<string> {
    const events = await this.#get<{ body: { message: string } }[]>(
      `/scaffolder/v2/tasks/${task}/events?after=0`,
    );
    return events.map(({ body }) => body.message).join('\n');
  }

  /** Signs a person in ahead of their first call. */
  signIn(person: string): Promise<string> {
    const known = this.#tokens.get(person);
    if (known) {
      return known;
    }
    const token = this.#fetchToken(person);
    this.#tokens.set(person, token);
    return token;
  }

  async #fetchToken(person: string): Promise<string> {
    const response = await fetch(`${this.#url}/api/auth/lab/refresh`, {
      headers: {
        'x-backlot-lab-person': person,
        'x-requested-with': 'XMLHttpRequest',
      },
    });
    if (!response.ok) {
      throw await ResponseError.fromResponse(response);
    }
    const { backstageIdentity } = (await response.json()) as {
      backstageIdentity: { token: string };
    };
    return backstageIdentity.token;
  }

  #get<T>(path: string): Promise<T> {
    return this.#call<T>('GET', path, { person: viewer });
  }

  async #call<T>(
    method: string,
    path: string,
    options: { person: string; body?: unknown },
  ): Promise<T> {
    const response = await this.#fetch(method, path, options);
    return (await response.json()) as T;
  }

  async #fetch(
    method: string,
    path: string,
    options: { person: string; body?: unknown },
  ): Promise<Response> {
    const response = await fetch(`${this.#url}/api${path}`, {
      method,
      headers: {
        authorization: `Bearer ${await this.signIn(options.person)}`,
        ...(options.body !== undefined && {
          'content-type': 'application/json',
        }),
      },
      body:
        options.body === undefined ? undefined : JSON.stringify(options.body),
    });
    if (!response.ok) {
      throw await ResponseError.fromResponse(response);
    }
    return response;
  }
}
