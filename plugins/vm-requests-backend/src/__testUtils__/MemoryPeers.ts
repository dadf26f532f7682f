import { createHash } from 'node:crypto';
import { ConflictError, NotFoundError } from '@backstage/errors';
import {
  emptyPlanSections,
  JsonRecord,
  KnownTemplate,
  Plan,
  PlanChange,
  PlanValue,
  RequestFile,
} from '@backlot/plugin-vm-requests-common';
import { HardwareVariables } from '../operations/resize/hardwareVariables';
import { StandingMachine } from '../operations/adopt/StandingMachine';
import { PlaceInBatch } from '../database/RequestStore';
import {
  Addresses,
  Forge,
  Inventory,
  JobPlace,
  Jobs,
  People,
  RequestPeers,
  Tasks,
} from '../peers/RequestPeers';
import {
  SeenMachine,
  SeenPlace,
  SeenTemplate,
} from '@backlot/plugin-vm-requests-node';

interface Branch {
  files: Map<string, string>;
  /** Paths of the files that it takes away. */
  removed: Set<string>;
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
  /** Of a task that the ledger started to ask for an operation. */
  operation?: {
    template: string;
    machine: string;
    name: string;
    reason: string;
  };
  /** Of a task that the ledger started for one of a batch. */
  item?: { template: string; values: JsonRecord; batch: PlaceInBatch };
  /** Of a task that a person started. */
  form?: { template: string; values: JsonRecord; user: string };
  byPerson: boolean;
  state: 'queued' | 'running' | 'ended' | 'stale' | 'cancelled';
}

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function sizesOf(hardware: HardwareVariables | undefined) {
  return { cpus: hardware?.cpus, memoryMib: hardware?.memory_mib };
}

/** GiB of the disks of a machine; one of a template where it is not said. */
function disksOf(hardware: HardwareVariables | undefined): number[] {
  return hardware?.disks.map(disk => disk.size_gib) ?? [40];
}

function valuesOf(
  actions: PlanChange['actions'],
  updated: PlanValue[],
  created: { name: string; annotation: string },
): PlanValue[] {
  if (actions.includes('create')) {
    return Object.entries(created).map(([name, after]) => ({
      path: [name],
      after,
    }));
  }
  return actions.includes('update') ? updated : [];
}

/** A template of RHEL 9 with one disk of 40 GiB. */
export function templateOf(
  name: string,
  uuid: string,
  otherwise: Partial<SeenTemplate> = {},
): SeenTemplate {
  return {
    id: name,
    name,
    uuid,
    guestId: 'rhel9_64Guest',
    firmware: 'efi',
    disksGib: [40],
    problems: [],
    ...otherwise,
  };
}

const numberAddress = 'module.vm.terraform_data.rebuild';
const machineAddress = 'module.vm.vsphere_virtual_machine.this';

function isOfFunctions(value: unknown): boolean {
  return (
    typeof value === 'function' ||
    (typeof value === 'object' &&
      value !== null &&
      Object.values(value).some(member => typeof member === 'function'))
  );
}

/** What has the machine replaced. */
function raising(before: number, after: number): PlanChange {
  return {
    address: numberAddress,
    mode: 'managed',
    type: 'terraform_data',
    actions: ['delete', 'create'],
    replacePaths: [['triggers_replace']],
    values: [{ path: ['triggers_replace'], before, after }],
  };
}

/** Forge, Atlantis, NetBox, inventory and scaffolder as far as the ledger sees them, in memory. */
export class MemoryPeers implements RequestPeers {
  readonly branches = new Map<string, Branch>();
  /** What lies on the base branch, by path. */
  readonly main = new Map<string, string>();
  readonly addressesByKey = new Map<string, string>();
  /** Keys by the addresses that machines had before. */
  readonly takenAddresses = new Map<string, string>();
  /** Directories that have the machine of their block of import in their state. */
  readonly imported = new Set<string>();
  /** Machines that nobody requested, as their sources show them. */
  readonly standing: StandingMachine[] = [];
  readonly reservations = new Set<string>();
  /** MAC addresses by name of the machine. */
  readonly records = new Map<string, string[]>();
  /** MAC addresses of machines in the network that are not the ledger's. */
  readonly macAddressesInNetwork = new Set<string>();
  /** MAC addresses that NetBox records of others. */
  readonly recordedMacAddresses = new Set<string>();
  readonly machines: SeenMachine[] = [];
  /** GiB of the disks that machines have, by their ids. */
  readonly disks = new Map<string, number[]>();
  readonly startedTasks: MemoryTask[] = [];
  readonly notifications: Parameters<People['notify']>[0][] = [];
  /** Directories whose Terraform state is half made. */
  readonly tainted = new Set<string>();
  /** Directories whose Terraform state knows nothing of the machine any more. */
  readonly lostStates = new Set<string>();
  /** Directories whose machine is no longer as Terraform made it. */
  readonly changedByHand = new Set<string>();
  /** Files that were removed from the base branch. */
  readonly removedFiles: string[] = [];
  /** Titles of the pull requests that removed them. */
  readonly removals: string[] = [];
  /** Groups by person. */
  readonly ownership = new Map<string, string[]>();
  live = true;
  /** Directories that are locked at Atlantis, by the number of the pull request. */
  readonly locks = new Map<number, string>();
  /** Machines whose guests report another address than the expected one, or none. */
  readonly guests = new Map<string, string[]>();
  readonly poweredOff = new Set<string>();
  readonly suspended = new Set<string>();
  /** Names of snapshots by id of the machine. */
  readonly snapshots = new Map<string, string[]>();
  /** Why machines cannot be switched off from here; undefined where they can. */
  powerObstacle?: string;
  /** What Terraform would change besides in a machine that exists. */
  drift: PlanValue[] = [];
  /** Set where nothing more fits. */
  full = false;
  template: KnownTemplate = { disksGib: [40] };
  templates: SeenTemplate[] = [templateOf('rhel9-2026.11', '4210')];
  /** Where all machines are. */
  place: SeenPlace = {
    datastores: [{ id: 'fra1-dev-01-ds-1', name: 'fra1-dev-01-ds-1' }],
  };
  /** How many disks sources show of machines, by their ids. */
  readonly shownDisks = new Map<string, number>();
  /** How often machines were made again, by Terraform's states of their directories. */
  readonly rebuilds = new Map<string, number>();
  applyFailsHalfWay = 0;
  /** Where Atlantis is killed in the next apply: before it does something, or before it writes the state. */
  atlantisDies?: 'before-it-begins' | 'before-state';
  /** What may happen once only, e.g. `merge vm/01k`. */
  readonly happened: string[] = [];
  beforeApply: (place: JobPlace, plan: Plan) => Promise<void> = async () => {};
  /** What Atlantis applies at the moment, by pull request. */
  readonly #applying = new Map<number, JobPlace>();
  /** How what was begun has failed, by pull request. */
  readonly #failures = new Map<number, unknown>();
  #pulls = 0;
  #commits = 0;
  #tasks = 0;
  #machines = 0;

  readonly forge: Forge = {
    propose: async proposal => {
      let branch = this.branches.get(proposal.branch);
      if (!branch) {
        branch = {
          files: new Map(
            proposal.files.slice(0, 1).flatMap(f => this.#besides(f.path)),
          ),
          removed: new Set(),
          commit: this.#commit(),
          pull: ++this.#pulls,
          open: true,
          merged: false,
          deleted: false,
        };
        for (const file of proposal.files) {
          this.#put(branch, file);
        }
        this.branches.set(proposal.branch, branch);
        this.happened.push(`pull request of ${proposal.branch}`);
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
    merge: async ({ branch: name, commit }) => {
      const branch = this.branches.get(name);
      if (branch?.commit !== commit) {
        throw new ConflictError('The head is another commit.');
      }
      if (!branch.merged) {
        this.happened.push(`merge of ${name}`);
      }
      branch.merged = true;
      branch.files.forEach((content, path) => this.main.set(path, content));
      branch.removed.forEach(path => this.main.delete(path));
      branch.open = false;
      branch.deleted = true;
    },
    hasFiles: async ({ paths }) => paths.some(path => this.main.has(path)),
    removeFiles: async ({ paths, title }) => {
      this.removals.push(title);
      this.removedFiles.push(...paths);
      paths.forEach(path => this.main.delete(path));
    },
    replaceFile: async ({ branch: name, file }) => {
      const branch = this.branches.get(name)!;
      if (this.#put(branch, file)) {
        branch.commit = this.#commit();
      }
      return branch.commit;
    },
  };

  readonly jobs: Jobs = {
    isRunning: async ({ pull }) => {
      const running = this.#applying.has(pull);
      await this.#awaitApply(pull);
      return running;
    },
    freeLocks: async ({ pull }) => {
      const directory = this.locks.get(pull);
      this.locks.delete(pull);
      return directory ? [directory] : [];
    },
    plan: async place => {
      await this.#awaitApply(place.pull);
      this.locks.delete(place.pull);
      return this.planOf(place);
    },
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
    findHindranceToTake: async ({ addresses }) => {
      const [hindrance] = addresses.flatMap(({ address }) => {
        const holder = this.takenAddresses.get(address);
        return holder
          ? [`The address ${address} belongs to ${holder} in NetBox.`]
          : [];
      });
      return hindrance;
    },
    take: async ({ address, key }) => {
      this.takenAddresses.set(address, key);
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
    look: async ({ id, instanceUuid }) => {
      const machine = this.machines.find(
        seen => seen.id === id || seen.instanceUuid === instanceUuid,
      );
      return {
        machine: machine && {
          ...machine,
          power: this.#powerOf(machine.id),
        },
        live: this.live,
      };
    },
    lookAtAll: async ({ ids }) =>
      this.machines.filter(({ id }) => ids.includes(id)),
    survey: async ({ source, id }) => {
      const standing = this.standing.find(
        ({ machine }) => machine.source === source && machine.id === id,
      );
      if (!standing || !this.machines.some(seen => seen.id === id)) {
        throw new NotFoundError(`${source} has no machine ${id}.`);
      }
      return { ...standing, live: this.live };
    },
    placeOf: async () => this.place,
    listTemplates: async () => this.templates,
    details: async ({ id }) => ({
      disks: Array.from(
        { length: this.shownDisks.get(id) ?? 0 },
        (_, index) => ({ label: `Hard disk ${index + 1}`, sizeGib: 40 }),
      ),
      snapshots: this.snapshots.get(id) ?? [],
    }),
    reserveGrowth: async ({ reservation }) => {
      if (this.full) {
        throw new ConflictError('fra1-dev-01: no room for 4 virtual CPUs.');
      }
      if (reservation !== undefined) {
        this.reservations.add(reservation.id);
      }
    },
    switchOff: async ({ id }) => {
      if (this.powerObstacle === undefined && !this.poweredOff.has(id)) {
        this.happened.push(`switch off of ${id}`);
        this.poweredOff.add(id);
      }
      return this.powerObstacle;
    },
    findTemplate: async () => this.template,
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
        addresses: this.guests.get(id) ?? [...expected],
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
    startOperation: async (template, values) => {
      const task: MemoryTask = {
        id: `operate-${++this.#tasks}`,
        operation: { template, ...values },
        byPerson: false,
        state: 'queued',
      };
      this.startedTasks.push(task);
      return task.id;
    },
    isOwnOperation: async (id, { template, machine }) =>
      this.startedTasks.some(
        task =>
          task.id === id &&
          !task.byPerson &&
          task.operation?.template === template &&
          task.operation.machine === machine,
      ),
    startItem: async (template, values, batch) => {
      const task: MemoryTask = {
        id: `item-${++this.#tasks}`,
        // The scaffolder says it as the catalog does, whatever it was called by.
        item: { template: template.toLowerCase(), values, batch },
        byPerson: false,
        state: 'queued',
      };
      this.startedTasks.push(task);
      return task.id;
    },
    findStartedItem: async batch =>
      this.startedTasks
        .filter(
          ({ item }) =>
            item?.batch.id === batch.id &&
            item.batch.position === batch.position &&
            item.batch.attempt === batch.attempt,
        )
        .map(({ id }) => id),
    itemOf: async id => this.startedTasks.find(task => task.id === id)?.item,
    formOf: async id => this.startedTasks.find(task => task.id === id)?.form,
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
    exists: async ref =>
      [...this.ownership].some(entry => entry.flat().includes(ref)),
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
    const { present, name, annotation, hardware, rebuild } = JSON.parse(
      variables[1],
    );
    const existing = this.machines.find(machine => machine.name === name);
    const exists =
      !this.lostStates.has(place.directory) && existing !== undefined;
    const updated = this.#updateOf(existing, hardware);
    const tainted = this.tainted.has(place.directory);
    const known = this.rebuilds.get(place.directory);
    const raised = present && known !== undefined && known !== rebuild;
    let actions: PlanChange['actions'] = [];
    if (present && !exists) {
      actions = ['create'];
    } else if (present && (tainted || raised)) {
      actions = ['delete', 'create'];
    } else if (present && this.changedByHand.has(place.directory)) {
      actions = ['update'];
    } else if (!present && exists) {
      actions = ['delete'];
    } else if (present && updated.length > 0) {
      actions = ['update'];
    }
    const imported = this.#importOf(branch, place, existing);
    if (imported) {
      actions = ['create', 'update'];
    }
    const whole: PlanChange[] = actions.length
      ? [
          ...(raised ? [raising(known, rebuild)] : []),
          {
            address: machineAddress,
            mode: 'managed',
            type: 'vsphere_virtual_machine',
            actions,
            ...(actions.length > 1 && {
              reason: tainted
                ? 'replace_because_tainted'
                : 'replace_by_triggers',
            }),
            replacePaths: [],
            values: valuesOf(actions, updated, { name, annotation }),
          },
        ]
      : [];
    const changes = imported ?? whole;
    return {
      digest: `sha256:${digestOf(JSON.stringify(changes))}`,
      commit: branch.commit,
      summary: {
        add: (actions.includes('create') ? 1 : 0) + (raised ? 1 : 0),
        change: actions.includes('update') ? 1 : 0,
        destroy: (actions.includes('delete') ? 1 : 0) + (raised ? 1 : 0),
      },
      ...emptyPlanSections,
      changes,
      text: actions.length ? `Plan: ${actions.join(', ')}` : 'No changes.',
      exact: true,
    };
  }

  /** What a machine is imported by, and changed by it; undefined where it is in the state, or none is. */
  #importOf(
    { files }: Branch,
    { directory }: JobPlace,
    existing: SeenMachine | undefined,
  ): PlanChange[] | undefined {
    const block = files.get(`${directory}/import.tf`);
    if (block === undefined || this.imported.has(directory)) {
      return undefined;
    }
    const [, id] = /id = "([^"]+)"/.exec(block)!;
    if (!existing) {
      throw new Error(`Error: Cannot import non-existent remote object ${id}`);
    }
    return [
      {
        address: 'module.vm.terraform_data.rebuild[0]',
        mode: 'managed',
        type: 'terraform_data',
        actions: ['create'],
        replacePaths: [],
        values: [{ path: ['triggers_replace'], after: 0 }],
      },
      {
        address: 'module.vm.vsphere_virtual_machine.this[0]',
        mode: 'managed',
        type: 'vsphere_virtual_machine',
        actions: ['update'],
        importing: { id },
        replacePaths: [],
        values: [
          { path: ['wait_for_guest_net_timeout'], before: 5, after: 0 },
          ...this.drift,
        ],
      },
    ];
  }

  /** Brings a file of a branch to what it is to be; answers whether it was otherwise. */
  #put({ files, removed }: Branch, file: RequestFile): boolean {
    const { path } = file;
    const before = files.get(path);
    if (file.removed) {
      files.delete(path);
      removed.add(path);
      return before !== undefined;
    }
    files.set(path, file.content);
    removed.delete(path);
    return before !== file.content;
  }

  /** What lies on the base branch in the directory of a file. */
  #besides(path: string): [string, string][] {
    const directory = path.slice(0, path.lastIndexOf('/') + 1);
    return [...this.main].filter(([each]) => each.startsWith(directory));
  }

  #updateOf(
    existing: SeenMachine | undefined,
    hardware: HardwareVariables | undefined,
  ): PlanValue[] {
    if (existing?.cpus === undefined || !hardware) {
      return [];
    }
    const { cpus, memoryMib } = sizesOf(hardware);
    const sizes = hardware.disks.map(disk => disk.size_gib);
    const had = this.disks.get(existing.id) ?? sizes;
    return [
      { path: ['num_cpus'], before: existing.cpus, after: cpus },
      { path: ['memory'], before: existing.memoryMib, after: memoryMib },
      ...sizes.flatMap((size, index): PlanValue[] => [
        ...(index < had.length ? [] : [{ path: ['disk', index], after: {} }]),
        { path: ['disk', index, 'size'], before: had[index], after: size },
      ]),
      ...this.drift,
    ].filter(({ before, after }) => before !== after);
  }

  /** Has Atlantis begin to apply a place, which it goes on with when nobody listens any more. */
  beginApply(place: JobPlace): void {
    this.#failures.delete(place.pull);
    this.#applying.set(place.pull, place);
  }

  /**
   * Waits for what was begun.
   *
   * @throws Error with Terraform's own text
   */
  async endApply({ pull }: JobPlace): Promise<void> {
    await this.#awaitApply(pull);
    const failure = this.#failures.get(pull);
    this.#failures.delete(pull);
    if (failure) {
      throw failure;
    }
  }

  async #awaitApply(pull: number): Promise<void> {
    const place = this.#applying.get(pull);
    if (place) {
      this.#applying.delete(pull);
      try {
        await this.apply(place);
      } catch (error) {
        this.#failures.set(pull, error);
      }
    }
  }

  #killAtlantis(place: JobPlace, when: MemoryPeers['atlantisDies']): void {
    if (this.atlantisDies === when) {
      this.atlantisDies = undefined;
      this.locks.set(place.pull, place.directory);
      throw new Error('Atlantis closed the connection: socket hang up');
    }
  }

  /** Applies a place; the gate is asked first, as in Atlantis' workflow. */
  async apply(place: JobPlace): Promise<void> {
    await this.#awaitApply(place.pull);
    const plan = this.planOf(place);
    await this.beforeApply(place, plan);
    this.#killAtlantis(place, 'before-it-begins');
    const branch = this.branches.get(place.branch)!;
    const variables = [...branch.files].find(([path]) =>
      path.endsWith('.tfvars.json'),
    )!;
    const { name, source, annotation, hardware, rebuild } = JSON.parse(
      variables[1],
    );
    const existing = this.machines.find(machine => machine.name === name);
    if (plan.changes.some(({ importing }) => importing)) {
      this.happened.push(`apply of ${place.branch}: ${plan.digest}`);
      this.imported.add(place.directory);
      this.rebuilds.set(place.directory, rebuild);
      if (existing) {
        this.poweredOff.delete(existing.id);
      }
      this.#killAtlantis(place, 'before-state');
      return;
    }
    if (plan.summary.add > 0 && existing && plan.summary.destroy === 0) {
      throw new Error(`Error: The name '${name}' already exists.`);
    }
    if (plan.changes.length > 0) {
      this.happened.push(`apply of ${place.branch}: ${plan.digest}`);
    }
    if (plan.summary.destroy > 0) {
      this.machines.splice(0, this.machines.length);
      this.tainted.delete(place.directory);
      this.rebuilds.delete(place.directory);
    }
    if (plan.summary.change > 0 && existing) {
      this.changedByHand.delete(place.directory);
      if (this.applyFailsHalfWay > 0) {
        this.applyFailsHalfWay -= 1;
        existing.cpus = hardware.cpus;
        this.poweredOff.delete(existing.id);
        this.drift = this.drift.slice(Math.ceil(this.drift.length / 2));
        throw new Error('Error: reconfiguring the machine failed');
      }
      Object.assign(existing, sizesOf(hardware));
      this.drift = [];
      this.disks.set(existing.id, disksOf(hardware));
      // The provider switches on what it has reconfigured.
      this.poweredOff.delete(existing.id);
    }
    if (plan.summary.add > 0) {
      this.rebuilds.set(place.directory, rebuild);
      const number = ++this.#machines;
      this.machines.push({
        source,
        id: `vm-${number}`,
        name,
        instanceUuid: `uuid-${number}`,
        annotation,
        ...sizesOf(hardware),
      });
      this.disks.set(`vm-${number}`, disksOf(hardware));
      this.lostStates.delete(place.directory);
      if (this.atlantisDies === 'before-state') {
        this.lostStates.add(place.directory);
      }
      if (this.applyFailsHalfWay > 0) {
        this.applyFailsHalfWay -= 1;
        this.tainted.add(place.directory);
        throw new Error('Error: customization failed');
      }
    }
    this.#killAtlantis(place, 'before-state');
  }

  #powerOf(id: string): SeenMachine['power'] {
    if (this.suspended.has(id)) {
      return 'suspended';
    }
    return this.poweredOff.has(id) ? 'off' : 'on';
  }

  /** The same peers in the same state, on their own from now on. */
  copy(): MemoryPeers {
    const copy = new MemoryPeers();
    for (const [name, value] of Object.entries(this)) {
      // What answers calls is bound to its own peers.
      if (!isOfFunctions(value)) {
        Reflect.set(copy, name, structuredClone(value));
      }
    }
    copy.#pulls = this.#pulls;
    copy.#commits = this.#commits;
    copy.#tasks = this.#tasks;
    copy.#machines = this.#machines;
    return copy;
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
