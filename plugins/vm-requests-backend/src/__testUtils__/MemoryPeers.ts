import { createHash } from 'node:crypto';
import { ConflictError } from '@backstage/errors';
import {
  emptyPlanSections,
  Plan,
  PlanChange,
} from '@backlot/plugin-vm-requests-common';
import {
  Addresses,
  Forge,
  Inventory,
  JobPlace,
  Jobs,
  People,
  RequestPeers,
  SeenMachine,
  Tasks,
} from '../peers/RequestPeers';

interface Branch {
  files: Map<string, string>;
  commit: string;
  pull: number;
  open: boolean;
  merged: boolean;
  /** Deleted after it was merged. */
  deleted: boolean;
}

/** A task in the memory of {@link MemoryPeers}. */
export interface MemoryTask {
  id: string;
  request?: string;
  byPerson: boolean;
  state: 'queued' | 'running' | 'ended' | 'stale' | 'cancelled';
}

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

const machineAddress = 'module.vm.vsphere_virtual_machine.this';

/** Forge, Atlantis, NetBox, inventory and scaffolder as far as the ledger sees them, in memory. */
export class MemoryPeers implements RequestPeers {
  readonly branches = new Map<string, Branch>();
  readonly addressesByKey = new Map<string, string>();
  readonly reservations = new Set<string>();
  /** MAC addresses by name of the machine. */
  readonly records = new Map<string, string[]>();
  /** MAC addresses of machines in the network that are not the ledger's. */
  readonly macAddressesInNetwork = new Set<string>();
  /** MAC addresses that NetBox records of others. */
  readonly recordedMacAddresses = new Set<string>();
  readonly machines: SeenMachine[] = [];
  readonly startedTasks: MemoryTask[] = [];
  readonly notifications: Parameters<People['notify']>[0][] = [];
  /** Directories whose Terraform state is half made. */
  readonly tainted = new Set<string>();
  /** Files that were removed from the base branch. */
  readonly removedFiles: string[] = [];
  /** Groups by person. */
  readonly ownership = new Map<string, string[]>();
  live = true;
  /** Directories that are locked at Atlantis, by the number of the pull request. */
  readonly locks = new Map<number, string>();
  /** Machines whose guests report another address than the expected one, or none. */
  readonly guests = new Map<string, string[]>();
  readonly poweredOff = new Set<string>();
  templateDisksGib = [40];
  applyFailsHalfWay = 0;
  beforeApply: (place: JobPlace, plan: Plan) => Promise<void> = async () => {};
  #pulls = 0;
  #commits = 0;
  #tasks = 0;
  #machines = 0;

  readonly forge: Forge = {
    propose: async proposal => {
      let branch = this.branches.get(proposal.branch);
      if (!branch) {
        branch = {
          files: new Map(proposal.files.map(f => [f.path, f.content])),
          commit: this.#commit(),
          pull: ++this.#pulls,
          open: true,
          merged: false,
          deleted: false,
        };
        this.branches.set(proposal.branch, branch);
      }
      return {
        repository: proposal.repository,
        number: branch.pull,
        branch: proposal.branch,
        url: `https://forge.example/pulls/${branch.pull}`,
        commit: branch.commit,
      };
    },
    withdraw: async ({ branch }) => {
      this.branches.delete(branch);
    },
    merge: async ({ branch: name, commit, deleteBranch }) => {
      const branch = this.branches.get(name);
      if (branch?.commit !== commit) {
        throw new ConflictError('The head is another commit.');
      }
      branch.merged = true;
      branch.open = false;
      branch.deleted ||= deleteBranch === true;
    },
    removeFiles: async ({ paths }) => {
      this.removedFiles.push(...paths);
    },
    replaceFile: async ({ branch: name, path, content }) => {
      const branch = this.branches.get(name)!;
      if (branch.files.get(path) !== content) {
        branch.files.set(path, content);
        branch.commit = this.#commit();
      }
      return branch.commit;
    },
  };

  readonly jobs: Jobs = {
    isRunning: async () => false,
    freeLocks: async ({ pull }) => {
      const directory = this.locks.get(pull);
      this.locks.delete(pull);
      return directory ? [directory] : [];
    },
    plan: async place => this.planOf(place),
    apply: async place => this.apply(place),
    follow: async () => false,
  };

  readonly addresses: Addresses = {
    findName: async () => undefined,
    findMacAddresses: async macAddresses => {
      const known = [...this.records.values()].flat();
      return macAddresses.filter(
        address =>
          this.recordedMacAddresses.has(address) || known.includes(address),
      );
    },
    candidate: async () => ({ address: '10.20.210.17', prefixLength: 24 }),
    checkNetwork: async () => {},
    activate: async key => {
      if (!this.addressesByKey.has(key)) {
        throw new ConflictError(`There is no address of ${key}.`);
      }
      this.addressesByKey.set(key, 'active');
    },
    deprecate: async key => {
      if (this.addressesByKey.has(key)) {
        this.addressesByKey.set(key, 'deprecated');
      }
    },
    remove: async key => {
      const status = this.addressesByKey.get(key);
      if (status !== undefined && status !== 'deprecated') {
        return 'kept';
      }
      this.addressesByKey.delete(key);
      return 'removed';
    },
    ensureMachineRecord: async ({ name, interfaces = [] }) => {
      this.records.set(
        name,
        interfaces.map(({ macAddress }) => macAddress),
      );
    },
    removeMachineRecord: async ({ name }) => {
      this.records.delete(name);
    },
  };

  readonly inventory: Inventory = {
    findMachines: async ({ source, name }) => ({
      machines: this.machines.filter(
        machine => machine.source === source && machine.name === name,
      ),
      live: this.live,
    }),
    templateDisksGib: async () => this.templateDisksGib,
    listMacAddresses: async () => [...this.macAddressesInNetwork],
    lookAtGuest: async ({ id }, expected) => {
      const exists = this.machines.some(machine => machine.id === id);
      if (!this.live) {
        return { machine: 'unknown', addresses: [] };
      }
      if (!exists || this.poweredOff.has(id)) {
        return { machine: exists ? 'off' : 'absent', addresses: [] };
      }
      return {
        machine: 'on',
        addresses: this.guests.get(id) ?? (expected ? [expected] : []),
      };
    },
    endReservation: async id => {
      this.reservations.delete(id);
    },
  };

  readonly tasks: Tasks = {
    start: async request => {
      const task: MemoryTask = {
        id: `apply-${++this.#tasks}`,
        request,
        byPerson: false,
        state: 'queued',
      };
      this.startedTasks.push(task);
      return task.id;
    },
    findStarted: async request =>
      this.startedTasks
        .filter(task => task.request === request && !task.byPerson)
        .map(({ id }) => id),
    isOwn: async (id, request) =>
      this.startedTasks.some(
        task => task.id === id && task.request === request && !task.byPerson,
      ),
    look: async id => {
      const state = this.startedTasks.find(task => task.id === id)?.state;
      if (state === 'queued' || state === 'running') {
        return { state: 'alive' };
      }
      if (state === 'cancelled') {
        return { state, detail: `Task ${id} was cancelled.` };
      }
      return state === 'ended'
        ? { state: 'ended', detail: `Task ${id} has ended.` }
        : { state: 'gone', detail: `Task ${id} is gone.` };
    },
    failureOf: async () => undefined,
    wasCancelled: async id =>
      this.startedTasks.some(
        task => task.id === id && task.state === 'cancelled',
      ),
    // A task that is cancelled ends when it next looks, as in the scaffolder.
    cancel: async () => {},
  };

  readonly people: People = {
    ownershipOf: async user => [user, ...(this.ownership.get(user) ?? [])],
    notify: async notification => {
      this.notifications.push(notification);
    },
  };

  /** What Terraform would do with a place now. */
  planOf(place: JobPlace): Plan {
    const branch = this.branches.get(place.branch)!;
    const variables = [...branch.files].find(([path]) =>
      path.endsWith('.tfvars.json'),
    )!;
    const { present, name, annotation } = JSON.parse(variables[1]);
    const exists = this.machines.some(machine => machine.name === name);
    const tainted = this.tainted.has(place.directory);
    let actions: PlanChange['actions'] = [];
    if (present && !exists) {
      actions = ['create'];
    } else if (present && tainted) {
      actions = ['delete', 'create'];
    } else if (!present && exists) {
      actions = ['delete'];
    }
    const changes: PlanChange[] = actions.length
      ? [
          {
            address: machineAddress,
            mode: 'managed',
            type: 'vsphere_virtual_machine',
            actions,
            replacePaths: [],
            values: present
              ? [
                  { path: ['name'], after: name },
                  { path: ['annotation'], after: annotation },
                ]
              : [],
          },
        ]
      : [];
    return {
      digest: `sha256:${digestOf(JSON.stringify(changes))}`,
      commit: branch.commit,
      summary: {
        add: actions.includes('create') ? 1 : 0,
        change: 0,
        destroy: actions.includes('delete') ? 1 : 0,
      },
      ...emptyPlanSections,
      changes,
      text: actions.length ? `Plan: ${actions.join(', ')}` : 'No changes.',
      exact: true,
    };
  }

  /** Applies a place; the gate is asked first, as in Atlantis' workflow. */
  async apply(place: JobPlace): Promise<void> {
    const plan = this.planOf(place);
    await this.beforeApply(place, plan);
    const branch = this.branches.get(place.branch)!;
    const variables = [...branch.files].find(([path]) =>
      path.endsWith('.tfvars.json'),
    )!;
    const { name, source, annotation } = JSON.parse(variables[1]);
    if (plan.summary.destroy > 0) {
      this.machines.splice(0, this.machines.length);
      this.tainted.delete(place.directory);
    }
    if (plan.summary.add > 0) {
      const number = ++this.#machines;
      this.machines.push({
        source,
        id: `vm-${number}`,
        name,
        instanceUuid: `uuid-${number}`,
        annotation,
      });
      if (this.applyFailsHalfWay > 0) {
        this.applyFailsHalfWay -= 1;
        this.tainted.add(place.directory);
        throw new Error('Error: customization failed');
      }
    }
  }

  /** A task of the kind that prepares a request. */
  addTask(id: string, options: Partial<MemoryTask> = {}): MemoryTask {
    const task: MemoryTask = {
      id,
      byPerson: true,
      state: 'running',
      ...options,
    };
    this.startedTasks.push(task);
    return task;
  }

  #commit(): string {
    return digestOf(`commit ${++this.#commits}`).slice(0, 40);
  }
}
