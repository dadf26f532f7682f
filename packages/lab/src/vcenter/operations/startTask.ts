import { ManagedObject, Task } from '../model/ManagedObject';
import { managedObjectNotFound } from '../soap/VimFault';
import { Call, returnReference, sessionOf } from './Operation';

/**
 * Starts a task on the object that is asked, and answers with the task.
 *
 * @param descriptionId - e.g. `VirtualMachine.powerOn`
 * @throws VimFault NotAuthenticated, ManagedObjectNotFound
 */
export function startTask(
  call: Call,
  descriptionId: string,
  work: (entity: ManagedObject) => Task['result'] | void,
): string {
  sessionOf(call);
  const entity = call.model.store.get(call.self);
  if (!entity) {
    throw managedObjectNotFound('ManagedEntity', call.self);
  }
  return startTaskOn(call, descriptionId, entity, () => work(entity));
}

/**
 * Starts a task on the machine of the snapshot that is asked, and answers with the task.
 *
 * @throws VimFault NotAuthenticated, ManagedObjectNotFound
 */
export function startSnapshotTask(
  call: Call,
  descriptionId: string,
  work: () => Task['result'] | void,
): string {
  sessionOf(call);
  const machine = call.model.machineOfSnapshot(call.self);
  return startTaskOn(call, descriptionId, machine, work);
}

function startTaskOn(
  call: Call,
  descriptionId: string,
  entity: ManagedObject,
  work: () => Task['result'] | void,
): string {
  const { userName } = sessionOf(call);
  const task = call.tasks.start(
    { method: call.request.name, descriptionId, entity, userName },
    work,
  );
  return returnReference('Task', task);
}
