import { escapeXml } from './escapeXml';

/**
 * A fault in vCenter's words: an answer with status 500 to a call, or the error of a task.
 */
export class VimFault extends Error {
  /** Type of the fault in the vim25 schema, e.g. `InvalidLogin`. */
  readonly fault: string;
  /** XML inside the fault's element. */
  readonly content: string;

  constructor(fault: string, message: string, content = '') {
    super(message);
    this.name = 'VimFault';
    this.fault = fault;
    this.content = content;
  }

  /** Content of a `LocalizedMethodFault`: in a missing property or a task's error. */
  localized(): string {
    return `<fault xsi:type="${this.fault}">${
      this.content
    }</fault><localizedMessage>${escapeXml(this.message)}</localizedMessage>`;
  }
}

function reference(element: string, type: string, ref: string): string {
  return `<${element} type="${type}">${escapeXml(ref)}</${element}>`;
}

/** The call needs a session, and has none or an expired one. */
export function notAuthenticated(): VimFault {
  return new VimFault(
    'NotAuthenticated',
    'The session is not authenticated.',
    `${reference(
      'object',
      'Folder',
      'group-d1',
    )}<privilegeId>System.View</privilegeId>`,
  );
}

/** Wrong user name or password. */
export function invalidLogin(): VimFault {
  return new VimFault(
    'InvalidLogin',
    'Cannot complete login due to an incorrect user name or password.',
  );
}

/** Nothing has this managed object reference. */
export function managedObjectNotFound(type: string, ref: string): VimFault {
  return new VimFault(
    'ManagedObjectNotFound',
    `The object 'vim.${type}:${ref}' has already been deleted or has not been completely created`,
    reference('obj', type, ref),
  );
}

/** The managed object type has no such property. */
export function invalidProperty(path: string): VimFault {
  return new VimFault('InvalidProperty', '', `<name>${escapeXml(path)}</name>`);
}

/** A parameter that the server cannot take. */
export function invalidArgument(parameter: string): VimFault {
  return new VimFault(
    'InvalidArgument',
    `A specified parameter was not correct: ${parameter}`,
    `<invalidProperty>${escapeXml(parameter)}</invalidProperty>`,
  );
}

/** A version that this property collector did not give out, or that is used up. */
export function invalidCollectorVersion(): VimFault {
  return new VimFault('InvalidCollectorVersion', '');
}

/** A call that was waiting has been cancelled. */
export function requestCanceled(): VimFault {
  return new VimFault('RequestCanceled', 'The task was canceled by a user.');
}

/** The account lacks a privilege on an object. */
export function noPermission(
  type: string,
  ref: string,
  privilege: string,
): VimFault {
  return new VimFault(
    'NoPermission',
    'Permission to perform this operation was denied.',
    `${reference('object', type, ref)}<privilegeId>${privilege}</privilegeId>`,
  );
}

/** Another object in the same folder has the name. */
export function duplicateName(
  name: string,
  type: string,
  ref: string,
): VimFault {
  return new VimFault(
    'DuplicateName',
    `The name '${name}' already exists.`,
    `<name>${escapeXml(name)}</name>${reference('object', type, ref)}`,
  );
}

/** What is asked cannot be done while the machine is on, off or suspended. */
export function invalidPowerState(existing: string): VimFault {
  const inWords =
    { poweredOn: 'Powered on', poweredOff: 'Powered off' }[existing] ??
    'Suspended';
  return new VimFault(
    'InvalidPowerState',
    `The attempted operation cannot be performed in the current state (${inWords}).`,
    `<existingState>${existing}</existingState>`,
  );
}

/** The guest cannot be told anything: VMware Tools do not run in it. */
export function toolsUnavailable(): VimFault {
  return new VimFault(
    'ToolsUnavailable',
    'Cannot complete operation because VMware Tools is not running in this virtual machine.',
  );
}

/**
 * A disk cannot grow while a snapshot is kept of it.
 *
 * @param index - of the disk among those that a reconfiguration changes
 */
export function diskHasParent(index: number): VimFault {
  return new VimFault(
    'InvalidDeviceOperation',
    `Invalid operation for device '${index}'. Disks with parents cannot be expanded.`,
    `<deviceIndex>${index}</deviceIndex><badOp>edit</badOp>`,
  );
}

/** The object does not do this, e.g. a template being powered on. */
export function notSupported(): VimFault {
  return new VimFault(
    'NotSupported',
    'The operation is not supported on the object.',
  );
}

/** A method that the lab does not have. */
export function unknownMethod(name: string): VimFault {
  return new VimFault(
    'InvalidRequest',
    `Unable to resolve WSDL method name ${name}`,
  );
}
