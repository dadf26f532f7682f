import {
  ClaimedRequest,
  OpenedRequest,
  VmRequestLedger,
} from '@backlot/plugin-vm-requests-node';

const repository = {
  name: 'platform/infrastructure',
  baseBranch: 'main',
  branch: 'vm/01j',
  directory: 'vms/development/web01',
};

const stack = {
  name: 'default',
  forge: 'default',
  atlantis: 'default',
  workspace: 'default',
};

const opened: OpenedRequest = {
  request: '01J',
  attempt: 'A1',
  fqdn: 'web01.dev.acme.example',
  hardware: { cpus: 2, memoryMib: 4096, disksGib: [0] },
  placement: {
    source: 'lab',
    datacenter: 'fra1',
    clusters: ['fra1-dev-01'],
    network: 'fra1-dev-app',
    template: 'rhel9-2026.11',
    folder: '',
  },
  reservation: { id: '01J', ttlSeconds: 60 },
  network: {
    name: 'fra1-dev-app',
    prefix: '10.20.210.0/24',
    gateway: '10.20.210.1',
    dnsServers: [],
    domain: 'dev.acme.example',
  },
  interfaces: [{ name: 'eth0', macAddress: '00:50:56:12:34:56' }],
  allocation: {
    key: 'web01.dev.acme.example/eth0/ipv4',
    dnsName: 'web01.dev.acme.example',
    description: 'Backlot request 01J',
  },
  repository,
  stack,
  terraform: {
    moduleSource: 'git::https://forge.example/i.git?ref=v1',
    provider: { source: 'vmware/vsphere', version: '1.26.0' },
    lockFile: 'provider "registry.terraform.io/vmware/vsphere" {}',
  },
  blueprint: { name: 'rhel9-vm', values: {} },
  access: { mechanism: 'cloud-init', user: 'acme', sshPublicKeys: ['ssh-x'] },
  annotation: { request: '01J', owner: 'group:default/a', purpose: 'Test' },
};

const pullRequest = {
  repository: repository.name,
  number: 7,
  branch: repository.branch,
  url: 'https://forge.example/pulls/7',
  commit: 'c'.repeat(40),
};

const claimed: ClaimedRequest = {
  request: '01J',
  attempt: 'A2',
  repository,
  stack,
  outputs: { id: 'vm_id', instanceUuid: 'instance_uuid' },
  pullRequest,
  approved: {
    digest: `sha256:${'0'.repeat(64)}`,
    commit: 'c'.repeat(40),
    exact: true,
    gated: true,
  },
  applied: false,
};

/** A ledger that remembers what it was asked, and answers always the same. */
export class MemoryLedger implements VmRequestLedger {
  readonly calls: [string, unknown][] = [];
  /** Errors that `complete` throws before it answers. */
  readonly troubles: Error[] = [];

  async listMachines() {
    return [];
  }

  async machineRules() {
    return undefined;
  }

  async open(input: unknown) {
    this.calls.push(['open', input]);
    return opened;
  }

  async batch(input: unknown) {
    this.calls.push(['batch', input]);
    return {
      batch: '01B',
      names: ['web-01', 'web-02'],
      url: '/vm-requests/batches/01B',
    };
  }

  async operate(input: unknown) {
    this.calls.push(['operate', input]);
    const { request, attempt, fqdn } = opened;
    return { request, attempt, fqdn, repository, stack, files: [] };
  }

  async adopt(input: unknown) {
    this.calls.push(['adopt', input]);
    const { request, attempt, fqdn, terraform } = opened;
    const variables = { name: 'web01', present: true };
    return {
      request,
      attempt,
      fqdn,
      repository,
      stack,
      terraform,
      blueprint: opened.blueprint,
      variables,
    };
  }

  async check(input: unknown) {
    this.calls.push(['check', input]);
    const { request: _request, attempt: _attempt, ...rest } = opened;
    return rest;
  }

  async propose(input: unknown) {
    this.calls.push(['propose', input]);
    return pullRequest;
  }

  async submit(input: unknown) {
    this.calls.push(['submit', input]);
    return { state: 'planned' as const, url: '/vm-requests/01J' };
  }

  async claim(input: unknown) {
    this.calls.push(['claim', input]);
    return claimed;
  }

  async complete(input: unknown) {
    this.calls.push(['complete', input]);
    const trouble = this.troubles.shift();
    if (trouble) {
      throw trouble;
    }
    return {
      state: 'done' as const,
      machine: { source: 'lab', id: 'vm-42', instanceUuid: '50' },
      url: '/vm-requests/01J',
    };
  }

  async fail(input: unknown) {
    this.calls.push(['fail', input]);
    return { state: 'undoing' as const };
  }
}
