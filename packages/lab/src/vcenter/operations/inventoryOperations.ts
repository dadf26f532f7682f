import { children, textOf } from '../soap/SoapElement';
import { Operation, returnReference, sessionOf } from './Operation';
import { startTask } from './startTask';

/** What is done to any object of the inventory. */
export const inventoryOperations: Record<string, Operation> = {
  Rename_Task: call =>
    startTask(call, 'ManagedEntity.rename', () =>
      call.model.rename(call.self, textOf(call.request, 'newName') ?? ''),
    ),

  Destroy_Task: call =>
    startTask(call, 'ManagedEntity.destroy', () =>
      call.model.destroy(call.self),
    ),

  MoveIntoFolder_Task: call =>
    startTask(call, 'Folder.moveInto', () => {
      for (const { text } of children(call.request, 'list')) {
        call.model.move(text.trim(), call.self);
      }
    }),

  CreateFolder: call => {
    sessionOf(call);
    const folder = call.model.createFolder(
      textOf(call.request, 'name') ?? '',
      call.self,
    );
    return returnReference('Folder', folder.ref);
  },
};
