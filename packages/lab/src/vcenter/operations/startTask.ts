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
  const { userName } = sessionOf(call);
  const entity = call.model.store.get(call.self);
  if (!entity) {
    throw managedObjectNotFound('ManagedEntity', call.self);
  }
  const task = call.tasks.start(
    { method: call.request.name, descriptionId, entity, userName },
    () => work(entity),
  );
  return returnReference('Task', task);
}
