import { noPermission } from '../soap/VimFault';
import { Call } from './Operation';

const snapshots = 'VirtualMachine.State';
const interaction = 'VirtualMachine.Interact';

/** What it takes to run a machine, by method: the privileges of the account that is to write. */
const operatorPrivileges: Record<string, string> = {
  PowerOnVM_Task: `${interaction}.PowerOn`,
  PowerOffVM_Task: `${interaction}.PowerOff`,
  ShutdownGuest: `${interaction}.PowerOff`,
  SuspendVM_Task: `${interaction}.Suspend`,
  ResetVM_Task: `${interaction}.Reset`,
  RebootGuest: `${interaction}.Reset`,
  CreateSnapshot_Task: `${snapshots}.CreateSnapshot`,
  RevertToSnapshot_Task: `${snapshots}.RevertToSnapshot`,
  RemoveSnapshot_Task: `${snapshots}.RemoveSnapshot`,
};

/** The other methods that change something. */
const administratorPrivileges: Record<string, string> = {
  ReconfigVM_Task: 'VirtualMachine.Config.Settings',
  MarkAsTemplate: 'VirtualMachine.Provisioning.MarkAsTemplate',
  MarkAsVirtualMachine: 'VirtualMachine.Provisioning.MarkAsVM',
  CloneVM_Task: 'VirtualMachine.Provisioning.Clone',
  Rename_Task: 'VirtualMachine.Config.Rename',
  Destroy_Task: 'VirtualMachine.Inventory.Delete',
  MoveIntoFolder_Task: 'VirtualMachine.Inventory.Move',
  CreateFolder: 'Folder.Create',
};

/**
 * Makes sure that the account of the call's session may call the method.
 *
 * @throws VimFault NoPermission
 */
export function requirePrivilege(call: Call): void {
  const { request, self, session, model } = call;
  if (!session || session.role === 'administrator') {
    return;
  }
  const privilege =
    administratorPrivileges[request.name] ??
    (session.role === 'operator'
      ? undefined
      : operatorPrivileges[request.name]);
  if (privilege) {
    const type = model.store.get(self)?.type ?? 'VirtualMachineSnapshot';
    throw noPermission(type, self, privilege);
  }
}
