import {
  LedgerMachine,
  MachineHardware,
  MachineSpec,
  Plan,
  PolicyNetwork,
  RequestAddress,
  RequestFile,
  RequestInterface,
  RequestMachine,
  RequestPlacement,
  RequestPullRequest,
  RequestState,
} from '@backlot/plugin-vm-requests-common';

/**
 * Which attempt at a request a step belongs to. A step of an attempt that was replaced, or of a
 * request that has ended, is refused with a ConflictError.
 *
 * @public
 */
export interface AttemptRef {
  request: string;
  /** The attempt's token, from `open` or `claim`. */
  attempt: string;
}

/**
 * What makes a machine, kept with its request: configuration that changes later changes nothing of
 * a machine that is there, because another version of the provider may restart it.
 *
 * @public
 */
export interface TerraformPin {
  /** Terraform's source of the machine's module, with its tag: `…?ref=<tag>`. */
  moduleSource: string;
  provider: {
    /** E.g. `vmware/vsphere`. */
    source: string;
    /** One version, e.g. `1.26.0`. */
    version: string;
  };
  /** Text of `.terraform.lock.hcl`, which names that version and the hashes of its packages. */
  lockFile?: string;
}

/**
 * What the ledger hands to the steps that follow `open`.
 *
 * @public
 */
export interface OpenedRequest extends AttemptRef {
  fqdn: string;
  hardware: MachineHardware;
  /** Input of the placement. */
  placement: {
    source: string;
    datacenter: string;
    clusters: string[];
    network: string;
    template: string;
    folder: string;
  };
  reservation: { id: string; ttlSeconds: number };
  /** Of the network that was asked for, by policy. */
  network: PolicyNetwork;
  /** The machine's network cards; in a check, with a MAC address that stands for the drawn one. */
  interfaces: RequestInterface[];
  allocation: { key: string; dnsName: string; description: string };
  repository: {
    name: string;
    baseBranch: string;
    branch: string;
    directory: string;
  };
  terraform: TerraformPin;
  access: {
    mechanism: 'cloud-init' | 'customization';
    user: string;
    sshPublicKeys: string[];
  };
  annotation: { request: string; owner: string; purpose: string };
}

/**
 * What the ledger hands to the steps that follow `claim`.
 *
 * @public
 */
export interface ClaimedRequest extends AttemptRef {
  repository: {
    name: string;
    baseBranch: string;
    branch: string;
    directory: string;
  };
  pullRequest: RequestPullRequest;
  approved: {
    digest: string;
    commit: string;
    exact: boolean;
    /** Whether Atlantis' workflow is known to ask the gate before it applies. */
    gated: boolean;
  };
  /** Whether Terraform was done already in an earlier attempt, so that only `complete` is left. */
  applied: boolean;
}

/**
 * The ledger as the steps of templates and other backends call it, with the credentials of the
 * service that calls.
 *
 * @public
 */
export interface VmRequestLedger {
  /**
   * Checks name, quota and policy, and opens a request. The same task gets the same request again.
   *
   * @throws ConflictError when the name is taken, with the id of the request or machine that has it
   * @throws InputError when policy does not allow what is asked
   */
  open(input: {
    spec: MachineSpec;
    /** Entity ref of the signed-in user that started the task. */
    requestedBy: string;
    task: string;
  }): Promise<OpenedRequest>;
  /** The checks of `open` without opening anything. */
  check(input: {
    spec: MachineSpec;
    requestedBy: string;
  }): Promise<Omit<OpenedRequest, keyof AttemptRef>>;
  /** Opens the pull request. Idempotent by branch. */
  propose(
    input: AttemptRef & {
      files: RequestFile[];
      placement: RequestPlacement;
      address: RequestAddress;
    },
  ): Promise<RequestPullRequest>;
  /** Records the plan; policy approves it, or it waits for a person. */
  submit(
    input: AttemptRef & { plan: Plan },
  ): Promise<{ state: RequestState; url: string }>;
  /** Takes an approved request for applying. Only the task that the ledger started may. */
  claim(input: { request: string; task: string }): Promise<ClaimedRequest>;
  /** Merges, looks for the machine, activates the address, makes the machine's record. */
  complete(
    input: AttemptRef & {
      machine?: Pick<RequestMachine, 'instanceUuid' | 'id'>;
      /** Apply's own text. */
      log: string;
    },
  ): Promise<{ state: RequestState; machine: RequestMachine; url: string }>;
  /**
   * Says that the task failed. Before apply began everything is given back; after, the request waits
   * for a person. A task that does not hold the request changes nothing.
   */
  fail(input: {
    task: string;
    request?: string;
    message?: string;
  }): Promise<{ state?: RequestState }>;
  /** Machines that came from requests and live, all of them, read page by page. */
  listMachines(options?: { signal?: AbortSignal }): Promise<LedgerMachine[]>;
}
