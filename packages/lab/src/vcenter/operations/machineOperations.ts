import { randomUUID } from 'node:crypto';
import { VirtualMachineConfig } from '../model/ManagedObject';
import { child, flagOf, integerOf, textOf } from '../soap/SoapElement';
import { notSupported } from '../soap/VimFault';
import { Call, Operation, sessionOf } from './Operation';
import { startSnapshotTask, startTask } from './startTask';

function guestOperation(work: (call: Call) => void): Operation {
  return call => {
    sessionOf(call);
    work(call);
    return '';
  };
}

function configChange(call: Call): Partial<VirtualMachineConfig> {
  const spec = child(call.request, 'spec');
  const cpus = integerOf(spec, 'numCPUs');
  const memoryMib = integerOf(spec, 'memoryMB');
  const annotation = textOf(spec, 'annotation');
  return {
    ...(cpus !== undefined && { cpus }),
    ...(memoryMib !== undefined && { memoryMib }),
    ...(annotation !== undefined && { annotation }),
  };
}

/** What is done to a machine. */
export const machineOperations: Record<string, Operation> = {
  PowerOnVM_Task: call =>
    startTask(call, 'VirtualMachine.powerOn', () =>
      call.model.powerOn(call.self),
    ),

  PowerOffVM_Task: call =>
    startTask(call, 'VirtualMachine.powerOff', () =>
      call.model.powerOff(call.self),
    ),

  SuspendVM_Task: call =>
    startTask(call, 'VirtualMachine.suspend', () =>
      call.model.suspend(call.self),
    ),

  ResetVM_Task: call =>
    startTask(call, 'VirtualMachine.reset', () => call.model.reset(call.self)),

  ShutdownGuest: guestOperation(call => call.model.shutDownGuest(call.self)),

  RebootGuest: guestOperation(call => call.model.rebootGuest(call.self)),

  CreateSnapshot_Task: call =>
    startTask(call, 'VirtualMachine.createSnapshot', () => {
      const { model, request } = call;
      const { ref } = model.takeSnapshot(call.self, {
        name: textOf(request, 'name') ?? '',
        description: textOf(request, 'description'),
        memory: flagOf(request, 'memory'),
        quiesce: flagOf(request, 'quiesce'),
      });
      return { type: 'VirtualMachineSnapshot', ref };
    }),

  RevertToSnapshot_Task: call =>
    startSnapshotTask(call, 'VirtualMachineSnapshot.revert', () =>
      call.model.revertToSnapshot(call.self),
    ),

  RemoveSnapshot_Task: call =>
    startSnapshotTask(call, 'VirtualMachineSnapshot.remove', () =>
      call.model.removeSnapshot(call.self, {
        children: flagOf(call.request, 'removeChildren'),
      }),
    ),

  ReconfigVM_Task: call =>
    startTask(call, 'VirtualMachine.reconfigure', () =>
      call.model.reconfigure(call.self, configChange(call)),
    ),

  MarkAsTemplate: guestOperation(call => call.model.markAsTemplate(call.self)),

  MarkAsVirtualMachine: guestOperation(call =>
    call.model.markAsVirtualMachine(
      call.self,
      textOf(call.request, 'pool') ?? '',
      textOf(call.request, 'host'),
    ),
  ),

  CloneVM_Task: call =>
    startTask(call, 'VirtualMachine.clone', () => {
      const { model, request } = call;
      const source = model.machine(call.self);
      const location = child(child(request, 'spec'), 'location');
      const datastore = textOf(location, 'datastore');
      if (!source.config) {
        throw notSupported();
      }
      const clone = model.createMachine({
        name: textOf(request, 'name') ?? '',
        parent: model.folder(textOf(request, 'folder') ?? '').ref,
        host: textOf(location, 'host') ?? source.host,
        resourcePool: textOf(location, 'pool') ?? source.resourcePool,
        datastores: datastore ? [datastore] : source.datastores,
        networks: source.networks,
        powerState: 'poweredOff',
        config: {
          ...source.config,
          uuid: randomUUID(),
          instanceUuid: randomUUID(),
          template: flagOf(child(request, 'spec'), 'template'),
          clonedFrom: source.config.uuid,
        },
      });
      if (flagOf(child(request, 'spec'), 'powerOn')) {
        model.powerOn(clone.ref);
      }
      return { type: clone.type, ref: clone.ref };
    }),
};
