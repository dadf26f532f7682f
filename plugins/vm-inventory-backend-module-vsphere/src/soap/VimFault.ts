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

  constructor(faultType: string, message: string) {
    super(message);
    this.faultType = faultType;
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
  );
}
