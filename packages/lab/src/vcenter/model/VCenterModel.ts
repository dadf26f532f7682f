import {
  Datastore,
  Folder,
  HostSystem,
  InventoryObject,
  VirtualMachine,
  VirtualMachineConfig,
  VirtualMachineSnapshot,
} from './ManagedObject';
import { ManagedObjectStore } from './ManagedObjectStore';
import { InventoryBuilder } from './InventoryBuilder';
import { Privileges } from './Privileges';
import { escapeName } from './escapeName';
import { guestNetworkOf } from '../guest/guestNetworkOf';
import { snapshotsOf } from './snapshotsOf';
import {
  diskHasParent,
  duplicateName,
  invalidArgument,
  invalidPowerState,
  managedObjectNotFound,
  notSupported,
  toolsUnavailable,
} from '../soap/VimFault';

const bytesPerGib = 1024 ** 3;

function diskBytes(config: VirtualMachineConfig | undefined): number {
  return (config?.disks ?? []).reduce(
    (sum, disk) => sum + disk.sizeGib * bytesPerGib,
    0,
  );
}

/**
 * The lab's vCenter behind its protocol: its inventory and all that can happen to it, be it asked
 * for by a client or by a test. What happens here is announced to whoever watches.
 *
 * @public
 */
export class VCenterModel {
  /** @internal */
  readonly store: ManagedObjectStore;
  /** What the account lacks. */
  readonly privileges: Privileges;
  /** Adds objects. */
  readonly add: InventoryBuilder;
  readonly #bootMs: number;
  readonly #booting = new Map<string, NodeJS.Timeout>();

  /**
   * @param bootMs - how long a guest takes from power-on until it reports its address
   * @internal
   */
  constructor(store: ManagedObjectStore, bootMs: number) {
    this.store = store;
    this.privileges = new Privileges(store);
    this.add = new InventoryBuilder(store);
    this.#bootMs = bootMs;
  }

  /** Boots the guests of machines that were on, but not yet up, when the lab ended. */
  resume(): void {
    for (const object of this.store.values()) {
      if (
        object.type === 'VirtualMachine' &&
        object.powerState === 'poweredOn' &&
        !object.ipAddress
      ) {
        this.#boot(object);
      }
    }
  }

  /** Ends what goes on by itself. */
  close(): void {
    this.#booting.forEach(timer => clearTimeout(timer));
    this.#booting.clear();
  }

  /** @throws VimFault ManagedObjectNotFound */
  machine(ref: string): VirtualMachine {
    return this.#ofType('VirtualMachine', ref);
  }

  /** @throws VimFault ManagedObjectNotFound */
  host(ref: string): HostSystem {
    return this.#ofType('HostSystem', ref);
  }

  /** @throws VimFault ManagedObjectNotFound */
  folder(ref: string): Folder {
    return this.#ofType('Folder', ref);
  }

  /** @throws VimFault ManagedObjectNotFound */
  entity(ref: string): InventoryObject {
    const object = this.store.get(ref);
    if (!object || object.type === 'Task') {
      throw managedObjectNotFound('ManagedEntity', ref);
    }
    return object;
  }

  /** All machines and templates. */
  machines(): VirtualMachine[] {
    return [...this.store.values()].flatMap(object =>
      object.type === 'VirtualMachine' ? object : [],
    );
  }

  /** @throws VimFault DuplicateName */
  rename(ref: string, name: string): void {
    const object = this.entity(ref);
    const escaped = escapeName(name);
    this.#refuseDuplicate(escaped, object.parent, ref);
    this.store.commit(edit => edit.update(object, { name: escaped }));
  }

  /** @throws VimFault DuplicateName; InvalidArgument when the folder holds other kinds */
  move(ref: string, folderRef: string): void {
    const object = this.entity(ref);
    const folder = this.folder(folderRef);
    const holds =
      object.type === 'Folder' ? object.holds : this.#folderKind(object);
    if (holds !== folder.holds) {
      throw invalidArgument('list');
    }
    this.#refuseDuplicate(object.name, folderRef, ref);
    this.store.commit(edit => edit.update(object, { parent: folderRef }));
  }

  /** @throws VimFault DuplicateName */
  createFolder(name: string, parent: string): Folder {
    this.folder(parent);
    this.#refuseDuplicate(escapeName(name), parent);
    return this.add.folder(name, parent);
  }

  /**
   * Adds a machine, which takes its disks' space.
   *
   * @throws VimFault DuplicateName
   */
  createMachine(facts: Omit<VirtualMachine, 'type' | 'ref'>): VirtualMachine {
    this.#refuseDuplicate(escapeName(facts.name), facts.parent);
    const machine = this.add.machine({
      ...facts,
      createdAt: new Date().toISOString(),
      bootedAt: undefined,
    });
    this.#takeSpace(machine.datastores[0], diskBytes(machine.config));
    return machine;
  }

  /** @throws VimFault InvalidPowerState, NotSupported for a template */
  powerOn(ref: string): void {
    const machine = this.machine(ref);
    if (machine.config?.template) {
      throw notSupported();
    }
    this.#refuseWhile(machine, 'poweredOn');
    this.store.commit(edit =>
      edit.update(machine, {
        powerState: 'poweredOn',
        bootedAt:
          machine.powerState === 'suspended'
            ? machine.bootedAt
            : new Date().toISOString(),
      }),
    );
    this.#boot(machine);
  }

  /** @throws VimFault InvalidPowerState */
  powerOff(ref: string): void {
    const machine = this.machine(ref);
    this.#refuseWhile(machine, 'poweredOff');
    this.#stop(machine, 'poweredOff');
  }

  /** @throws VimFault InvalidPowerState */
  suspend(ref: string): void {
    const machine = this.machine(ref);
    this.#refuseUnless(machine, 'poweredOn');
    this.#stop(machine, 'suspended');
  }

  /** @throws VimFault InvalidPowerState */
  reset(ref: string): void {
    const machine = this.machine(ref);
    this.#refuseUnless(machine, 'poweredOn');
    this.store.commit(edit =>
      edit.update(machine, { ipAddress: undefined, guestHangs: false }),
    );
    this.#boot(machine);
  }

  /**
   * Has the guest shut down, which takes it as long as to boot.
   *
   * @throws VimFault InvalidPowerState, ToolsUnavailable
   */
  shutDownGuest(ref: string): void {
    const machine = this.#guestOf(ref);
    this.#afterBoot(machine, () => this.#stop(machine, 'poweredOff'));
  }

  /** @throws VimFault InvalidPowerState, ToolsUnavailable */
  rebootGuest(ref: string): void {
    if (!this.#guestOf(ref).guestHangs) {
      this.reset(ref);
    }
  }

  /** Whether the guest takes what it is told and does nothing, until it is started anew. */
  hangGuest(ref: string, guestHangs = true): void {
    const machine = this.machine(ref);
    this.store.commit(edit => edit.update(machine, { guestHangs }));
  }

  /** What vCenter wants to know before it goes on with the machine's tasks; nothing any more when undefined. */
  ask(ref: string, question: string | undefined): void {
    const machine = this.machine(ref);
    this.store.commit(edit => edit.update(machine, { question }));
  }

  /** @throws VimFault NotSupported for a template */
  takeSnapshot(
    ref: string,
    options: {
      name: string;
      description?: string;
      memory?: boolean;
      quiesce?: boolean;
    },
  ): VirtualMachineSnapshot {
    const machine = this.machine(ref);
    if (!machine.config || machine.config.template) {
      throw notSupported();
    }
    const { description = '', memory = false, quiesce = false } = options;
    const snapshot: VirtualMachineSnapshot = {
      ref: this.store.nextRef('snapshot-'),
      name: escapeName(options.name),
      description,
      parent: machine.currentSnapshot ?? snapshotsOf(machine).at(-1)?.ref,
      createdAt: new Date().toISOString(),
      powerState: memory ? machine.powerState : 'poweredOff',
      quiesced: quiesce,
      config: machine.config,
    };
    this.store.commit(edit =>
      edit.update(machine, {
        snapshots: [...snapshotsOf(machine), snapshot],
        currentSnapshot: snapshot.ref,
      }),
    );
    return snapshot;
  }

  /** The machine that a snapshot is of. @throws VimFault ManagedObjectNotFound */
  machineOfSnapshot(ref: string): VirtualMachine {
    const machine = this.machines().find(each =>
      snapshotsOf(each).some(snapshot => snapshot.ref === ref),
    );
    if (!machine) {
      throw managedObjectNotFound('VirtualMachineSnapshot', ref);
    }
    return machine;
  }

  /**
   * Brings back the machine's configuration, and its power with its memory.
   *
   * @throws VimFault ManagedObjectNotFound
   */
  revertToSnapshot(ref: string): void {
    const machine = this.machineOfSnapshot(ref);
    const snapshot = snapshotsOf(machine).find(each => each.ref === ref)!;
    const { powerState, config = machine.config } = snapshot;
    this.#stop(machine, powerState === 'suspended' ? powerState : 'poweredOff');
    this.store.commit(edit =>
      edit.update(machine, { config, powerState, currentSnapshot: ref }),
    );
    if (powerState === 'poweredOn') {
      this.#boot(machine);
    }
  }

  /** @throws VimFault ManagedObjectNotFound */
  removeSnapshot(ref: string, options: { children?: boolean } = {}): void {
    const machine = this.machineOfSnapshot(ref);
    const all = snapshotsOf(machine);
    const gone = new Set([ref]);
    for (const { ref: each, parent } of all) {
      if (options.children && parent && gone.has(parent)) {
        gone.add(each);
      }
    }
    const above = all.find(each => each.ref === ref)!.parent;
    const remaining = all
      .filter(each => !gone.has(each.ref))
      .map(each => (each.parent === ref ? { ...each, parent: above } : each));
    this.store.commit(edit =>
      edit.update(machine, {
        snapshots: remaining,
        currentSnapshot: gone.has(machine.currentSnapshot ?? '')
          ? above
          : machine.currentSnapshot,
      }),
    );
  }

  /**
   * Changes a machine's configuration; space is taken or given back for its disks.
   *
   * @throws VimFault InvalidDeviceOperation for a disk that would grow and has snapshots
   */
  reconfigure(ref: string, change: Partial<VirtualMachineConfig>): void {
    const machine = this.machine(ref);
    if (!machine.config) {
      throw notSupported();
    }
    const config = { ...machine.config, ...change };
    this.#refuseGrowthOfSnapshots(machine, config);
    const more = diskBytes(config) - diskBytes(machine.config);
    this.store.commit(edit => edit.update(machine, { config }));
    this.#takeSpace(machine.datastores[0], more);
  }

  /** Connects a machine's network cards to these networks, one each. */
  connect(ref: string, networks: string[]): void {
    const machine = this.machine(ref);
    this.store.commit(edit => edit.update(machine, { networks }));
  }

  /** @throws VimFault InvalidPowerState */
  markAsTemplate(ref: string): void {
    const machine = this.machine(ref);
    this.#refuseUnless(machine, 'poweredOff');
    if (!machine.config || machine.config.template) {
      throw notSupported();
    }
    const config = { ...machine.config, template: true };
    this.store.commit(edit =>
      edit.update(machine, { config, resourcePool: undefined }),
    );
  }

  /** @throws VimFault NotSupported for what is no template */
  markAsVirtualMachine(ref: string, pool: string, host?: string): void {
    const machine = this.machine(ref);
    if (!machine.config?.template) {
      throw notSupported();
    }
    if (!this.store.ofType(pool, 'ResourcePool', 'VirtualApp')) {
      throw managedObjectNotFound('ResourcePool', pool);
    }
    const config = { ...machine.config, template: false };
    this.store.commit(edit =>
      edit.update(machine, {
        config,
        resourcePool: pool,
        host: host ?? machine.host,
      }),
    );
  }

  /** vMotion. */
  relocate(ref: string, host: string): void {
    const machine = this.machine(ref);
    this.host(host);
    this.store.commit(edit => edit.update(machine, { host }));
  }

  /** Changes a host's facts, e.g. that it is in maintenance mode or disconnected. */
  changeHost(
    ref: string,
    change: Partial<Pick<HostSystem, 'connectionState' | 'inMaintenanceMode'>>,
  ): void {
    const host = this.host(ref);
    this.store.commit(edit => edit.update(host, change));
  }

  /** Changes whether a datastore can be reached. Machines that lie on it are told of, too. */
  changeDatastore(
    ref: string,
    change: Partial<Pick<Datastore, 'accessible' | 'maintenanceMode'>>,
  ): void {
    const datastore = this.#ofType('Datastore', ref);
    this.store.commit(edit => edit.update(datastore, change));
  }

  /** Says what is wrong with a machine; nothing any more when undefined. */
  changeFault(ref: string, fault: VirtualMachine['fault']): void {
    const machine = this.machine(ref);
    this.store.commit(edit => edit.update(machine, { fault }));
  }

  /**
   * Removes an object and all below it; machines that are on a host or in a pool stay.
   *
   * @throws VimFault InvalidPowerState for a machine that is on
   */
  destroy(ref: string): void {
    const object = this.entity(ref);
    const doomed = [object, ...this.#below(ref)];
    for (const machine of doomed) {
      if (machine.type === 'VirtualMachine') {
        this.#refuseWhile(machine, 'poweredOn');
      }
    }
    this.store.commit(edit => [...doomed].reverse().forEach(edit.remove));
    for (const machine of doomed) {
      if (machine.type === 'VirtualMachine') {
        this.#takeSpace(machine.datastores[0], -diskBytes(machine.config));
      }
    }
  }

  #refuseGrowthOfSnapshots(
    machine: VirtualMachine,
    { disks }: VirtualMachineConfig,
  ): void {
    const before = machine.config?.disks ?? [];
    const changed = before.flatMap((disk, place) =>
      disks[place] && disks[place].sizeGib !== disk.sizeGib ? place : [],
    );
    const refused = changed.findIndex(
      place =>
        disks[place].sizeGib > before[place].sizeGib &&
        snapshotsOf(machine).some(
          ({ config }) => !config || place < config.disks.length,
        ),
    );
    if (refused >= 0) {
      throw diskHasParent(refused);
    }
  }

  #below(ref: string): InventoryObject[] {
    return [...this.store.related(ref, 'child')].flatMap(child => [
      this.entity(child),
      ...this.#below(child),
    ]);
  }

  #ofType<T extends InventoryObject['type']>(type: T, ref: string) {
    const object = this.store.ofType(ref, type);
    if (!object) {
      throw managedObjectNotFound(type, ref);
    }
    return object;
  }

  #folderKind(object: InventoryObject): Folder['holds'] | undefined {
    switch (object.type) {
      case 'VirtualMachine':
      case 'VirtualApp':
        return 'VirtualMachine';
      case 'ClusterComputeResource':
      case 'ComputeResource':
        return 'ComputeResource';
      case 'Datastore':
      case 'StoragePod':
        return 'Datastore';
      case 'Datacenter':
        return 'Datacenter';
      case 'Network':
      case 'OpaqueNetwork':
      case 'DistributedVirtualPortgroup':
      case 'VmwareDistributedVirtualSwitch':
        return 'Network';
      default:
        return undefined;
    }
  }

  #refuseDuplicate(
    name: string,
    parent: string | undefined,
    self?: string,
  ): void {
    if (parent === undefined) {
      return;
    }
    for (const ref of this.store.related(parent, 'child')) {
      const other = this.entity(ref);
      if (ref !== self && other.name.toLowerCase() === name.toLowerCase()) {
        throw duplicateName(name, other.type, ref);
      }
    }
  }

  #refuseWhile(
    machine: VirtualMachine,
    state: VirtualMachine['powerState'],
  ): void {
    if (machine.powerState === state) {
      throw invalidPowerState(machine.powerState);
    }
  }

  #refuseUnless(
    machine: VirtualMachine,
    state: VirtualMachine['powerState'],
  ): void {
    if (machine.powerState !== state) {
      throw invalidPowerState(machine.powerState);
    }
  }

  /** The machine, while its guest can be told something. */
  #guestOf(ref: string): VirtualMachine {
    const machine = this.machine(ref);
    this.#refuseUnless(machine, 'poweredOn');
    if (!machine.ipAddress) {
      throw toolsUnavailable();
    }
    return machine;
  }

  #stop(machine: VirtualMachine, powerState: 'poweredOff' | 'suspended'): void {
    clearTimeout(this.#booting.get(machine.ref));
    this.#booting.delete(machine.ref);
    this.store.commit(edit =>
      edit.update(machine, {
        powerState,
        ipAddress: undefined,
        guestHangs: false,
      }),
    );
  }

  #boot(machine: VirtualMachine): void {
    this.#afterBoot(machine, () =>
      this.store.commit(edit =>
        edit.update(machine, { ipAddress: guestNetworkOf(machine).reachedBy }),
      ),
    );
  }

  /** Does something that the guest takes its time for, unless it was stopped or hangs meanwhile. */
  #afterBoot(machine: VirtualMachine, work: () => void): void {
    clearTimeout(this.#booting.get(machine.ref));
    this.#booting.set(
      machine.ref,
      setTimeout(() => {
        this.#booting.delete(machine.ref);
        if (
          machine.powerState === 'poweredOn' &&
          !machine.guestHangs &&
          this.store.get(machine.ref) === machine
        ) {
          work();
        }
      }, this.#bootMs),
    );
  }

  #takeSpace(ref: string | undefined, bytes: number): void {
    const datastore = this.store.ofType(ref, 'Datastore');
    if (datastore && bytes !== 0) {
      this.store.commit(edit =>
        edit.update(datastore, {
          freeBytes: Math.max(
            0,
            Math.min(datastore.capacityBytes, datastore.freeBytes - bytes),
          ),
        }),
      );
    }
  }
}
