import { CustomErrorBase } from '@backstage/errors';
import { childOf, textOf, XmlElement } from './XmlElement';

/**
 * A fault that vCenter answered with, such as `NotAuthenticated` or `InvalidLogin`.
 *
 * @public
 */
export class VimFault extends CustomErrorBase {
  name = 'VimFault' as const;
  /** The fault's type in the vim25 API. */
  readonly faultType: string;
  /** The privilege that the account lacks, of a `NoPermission`. */
  readonly privilege?: string;

  constructor(
    faultType: string,
    message: string,
    options: { privilege?: string } = {},
  ) {
    super(message);
    this.faultType = faultType;
    this.privilege = options.privilege;
  }
}

/**
 * The session was lost: it expired, was ended by an administrator, or vCenter started anew.
 *
 * @internal
 */
export function isSessionLost(error: unknown): boolean {
  return (
    error instanceof VimFault &&
    [
      'NotAuthenticated',
      'ManagedObjectNotFound',
      'InvalidCollectorVersion',
    ].includes(error.faultType)
  );
}

/** @internal */
export function vimFaultOf(fault: XmlElement, method: string): VimFault {
  const detail = childOf(fault, 'detail')?.children[0];
  const faultType =
    detail?.xsiType ?? detail?.name.replace(/Fault$/, '') ?? 'RuntimeFault';
  const words = textOf(fault, 'faultstring')?.trim() || faultType;
  return new VimFault(
    faultType,
    `vCenter refused ${method}: ${words} (${faultType})`,
    { privilege: textOf(detail, 'privilegeId') },
  );
}

/**
 * The error of a task, a `LocalizedMethodFault`.
 *
 * @internal
 */
export function vimFaultOfTask(error: XmlElement, method: string): VimFault {
  const fault = childOf(error, 'fault');
  const faultType = fault?.xsiType ?? 'MethodFault';
  const words = textOf(error, 'localizedMessage')?.trim() || faultType;
  return new VimFault(
    faultType,
    `vCenter could not finish ${method}: ${words} (${faultType})`,
    { privilege: textOf(fault, 'privilegeId') },
  );
}
