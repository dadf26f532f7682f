import { randomUUID } from 'node:crypto';
import { Folder, VirtualMachine } from '../model/ManagedObject';
import { networkCardsOf } from '../model/networkCards';
import { VCenterModel } from '../model/VCenterModel';
import { VimFault } from '../soap/VimFault';
import {
  LabMachine,
  LabMachineChange,
  LabMachineQuery,
  LabMachines,
  LabMachineSpec,
  LabNetworkCard,
} from './LabMachines';
import { guestNetworkOf } from '../guest/guestNetworkOf';

/** What the machines' interface stands on. */
export interface LabMachinesOptions {
  model: VCenterModel;
  /** How long a clone takes. */
  cloneMs: number;
  /** Resolves when what happened is on disk. */
  saved(): Promise<void>;
}

function child(model: VCenterModel, parent: string, name: string) {
  for (const ref of model.store.related(parent, 'child')) {
    const object = model.entity(ref);
    if (object.name === name) {
      return object;
    }
  }
  return undefined;
}

function findFolder(
  model: VCenterModel,
  datacenterRef: string,
  path: string,
): Folder {
  const datacenter = model.store.ofType(datacenterRef, 'Datacenter');
  if (!datacenter) {
    throw new Error(`cannot locate datacenter: ${datacenterRef} not found`);
  }
  let folder = model.folder(datacenter.vmFolder);
  for (const name of path.split('/').filter(Boolean)) {
    const next = child(model, folder.ref, name);
    if (next?.type !== 'Folder') {
      throw new Error(`folder '/${datacenter.name}/vm/${path}' not found`);
    }
    folder = next;
  }
  return folder;
}

/** The datacenter that an object lies in and the names on the way from there to it. */
function pathOf(
  model: VCenterModel,
  machine: VirtualMachine,
): { datacenter: string; names: string[] } {
  const names: string[] = [];
  let parent = machine.parent;
  while (parent !== undefined) {
    const object = model.entity(parent);
    if (object.type === 'Datacenter') {
      return { datacenter: object.ref, names };
    }
    names.unshift(object.name);
    parent = object.parent;
  }
  return { datacenter: '', names };
}

function describe(model: VCenterModel, machine: VirtualMachine): LabMachine {
  const { datacenter, names } = pathOf(model, machine);
  const config = machine.config!;
  return {
    moid: machine.ref,
    uuid: config.uuid,
    instanceUuid: config.instanceUuid,
    name: machine.name,
    datacenter,
    folder: names.slice(1).join('/'),
    resourcePool: machine.resourcePool ?? '',
    datastore: machine.datastores[0],
    networkCards: networkCardsOf(machine).map(card => ({
      network: card.network,
      ...(card.isStatic && { macAddress: card.macAddress }),
    })),
    templateUuid: config.clonedFrom ?? '',
    cpus: config.cpus,
    memoryMib: config.memoryMib,
    disks: config.disks,
    hardware: config.hardware,
    guestId: config.guestId,
    firmware: config.firmware,
    ipAddress: guestNetworkOf(machine).reachedBy,
    annotation: config.annotation,
    extraConfig: config.extraConfig,
    customization: config.customization,
    poweredOn: machine.powerState === 'poweredOn',
  };
}

function matches(
  model: VCenterModel,
  machine: VirtualMachine,
  query: LabMachineQuery,
): boolean {
  if ('uuid' in query) {
    return machine.config?.uuid === query.uuid;
  }
  if ('name' in query) {
    return machine.name === query.name;
  }
  const { datacenter, names } = pathOf(model, machine);
  const path = [model.entity(datacenter).name, ...names, machine.name];
  return path.join('/') === query.path.replace(/^\//, '');
}

/** The usable host of a cluster that has the fewest machines. */
function hostFor(model: VCenterModel, pool: string): string {
  const owner = model.store.ofType(pool, 'ResourcePool', 'VirtualApp');
  if (!owner) {
    throw new Error(
      `could not find resource pool ID "${pool}": ServerFaultCode: The object 'vim.ResourcePool:${pool}' has already been deleted or has not been completely created`,
    );
  }
  const hosts = [...model.store.related(owner.owner, 'child')]
    .flatMap(ref => model.store.ofType(ref, 'HostSystem') ?? [])
    .filter(
      host => host.connectionState === 'connected' && !host.inMaintenanceMode,
    )
    .sort(
      (a, b) =>
        model.store.related(a.ref, 'vm').size -
        model.store.related(b.ref, 'vm').size,
    );
  if (hosts.length === 0) {
    throw new Error(
      'error cloning virtual machine: No host is compatible with the virtual machine.',
    );
  }
  return hosts[0].ref;
}

function requireObject(
  model: VCenterModel,
  types: ('Datastore' | 'DistributedVirtualPortgroup' | 'Network')[],
  ref: string,
  what: string,
): void {
  if (!model.store.ofType(ref, ...types)) {
    throw new Error(
      `error ${what}: ServerFaultCode: The object 'vim.${types[0]}:${ref}' has already been deleted or has not been completely created`,
    );
  }
}

/** @internal */
export function createLabMachines(options: LabMachinesOptions): LabMachines {
  const { model, cloneMs, saved } = options;

  function requireMachine(uuid: string): VirtualMachine {
    const machine = model
      .machines()
      .find(candidate => candidate.config?.uuid === uuid);
    if (!machine) {
      throw new Error(
        `error fetching virtual machine: virtual machine with UUID "${uuid}" not found`,
      );
    }
    return machine;
  }

  function requireNetworks(cards: LabNetworkCard[]): void {
    for (const { network } of cards) {
      requireObject(
        model,
        ['DistributedVirtualPortgroup', 'Network'],
        network,
        'locating network',
      );
    }
  }

  function clone(spec: LabMachineSpec): VirtualMachine {
    const template = model
      .machines()
      .find(candidate => candidate.config?.uuid === spec.templateUuid);
    if (!template?.config) {
      throw new Error(
        `cannot locate virtual machine or template with UUID "${spec.templateUuid}": virtual machine with UUID "${spec.templateUuid}" not found`,
      );
    }
    const host = hostFor(model, spec.resourcePool);
    requireObject(
      model,
      ['Datastore'],
      spec.datastore,
      'locating datastore for VM',
    );
    requireNetworks(spec.networkCards);
    try {
      return model.createMachine({
        name: spec.name,
        parent: findFolder(model, spec.datacenter, spec.folder).ref,
        host,
        resourcePool: spec.resourcePool,
        datastores: [spec.datastore],
        networks: spec.networkCards.map(({ network }) => network),
        powerState: 'poweredOff',
        config: {
          uuid: randomUUID().replace(/^..../, '4210'),
          instanceUuid: randomUUID().replace(/^..../, '5010'),
          template: false,
          guestId: spec.guestId ?? template.config.guestId,
          cpus: spec.cpus,
          memoryMib: spec.memoryMib,
          firmware: spec.firmware ?? template.config.firmware,
          disks: spec.disks,
          hardware: spec.hardware ?? template.config.hardware,
          annotation: spec.annotation ?? '',
          extraConfig: spec.extraConfig ?? {},
          macAddresses: spec.networkCards.map(({ macAddress }) => macAddress),
          customization: spec.customization,
          clonedFrom: template.config.uuid,
        },
      });
    } catch (error) {
      if (error instanceof VimFault) {
        throw new Error(`error cloning virtual machine: ${error.message}`, {
          cause: error,
        });
      }
      throw error;
    }
  }

  function change(machine: VirtualMachine, wanted: LabMachineChange): void {
    const { name, folder, networkCards } = wanted;
    if (name !== undefined && name !== machine.name) {
      model.rename(machine.ref, name);
    }
    if (folder !== undefined) {
      const { datacenter } = pathOf(model, machine);
      model.move(machine.ref, findFolder(model, datacenter, folder).ref);
    }
    model.reconfigure(machine.ref, {
      ...(wanted.cpus !== undefined && { cpus: wanted.cpus }),
      ...(wanted.memoryMib !== undefined && { memoryMib: wanted.memoryMib }),
      ...(wanted.disks !== undefined && { disks: wanted.disks }),
      ...(wanted.annotation !== undefined && {
        annotation: wanted.annotation,
      }),
      ...(wanted.extraConfig !== undefined && {
        extraConfig: wanted.extraConfig,
      }),
      ...(networkCards !== undefined && {
        macAddresses: networkCards.map(({ macAddress }) => macAddress),
      }),
    });
    if (networkCards !== undefined) {
      requireNetworks(networkCards);
      model.connect(
        machine.ref,
        networkCards.map(({ network }) => network),
      );
    }
  }

  return {
    async create(spec) {
      await new Promise(resolve => setTimeout(resolve, cloneMs));
      const machine = clone(spec);
      if (spec.poweredOn ?? true) {
        model.powerOn(machine.ref);
      }
      await saved();
      const { uuid, instanceUuid } = machine.config!;
      return { moid: machine.ref, uuid, instanceUuid };
    },

    async reconfigure(uuid, wanted) {
      change(requireMachine(uuid), wanted);
      await saved();
    },

    async destroy(uuid) {
      const machine = requireMachine(uuid);
      if (machine.powerState !== 'poweredOff') {
        model.powerOff(machine.ref);
      }
      model.destroy(machine.ref);
      await saved();
    },

    find(query) {
      const machine = model
        .machines()
        .find(
          candidate =>
            candidate.config &&
            !candidate.config.template &&
            matches(model, candidate, query),
        );
      return machine && describe(model, machine);
    },
  };
}
