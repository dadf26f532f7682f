import { VCenterModel } from '../model/VCenterModel';
import { TaskRunner } from '../model/TaskRunner';
import { Session } from '../sessions/Session';
import { Sessions } from '../sessions/Sessions';
import { SoapElement } from '../soap/SoapElement';
import { notAuthenticated } from '../soap/VimFault';

/** A call of a method of the vSphere API. */
export interface Call {
  request: SoapElement;
  /** Reference of the object that is asked. */
  self: string;
  session: Session | undefined;
  sessions: Sessions;
  model: VCenterModel;
  tasks: TaskRunner;
  instanceUuid: string;
  /** Aborted when the client goes away. */
  signal: AbortSignal;
  setCookie(cookie: string): void;
}

/**
 * Answers a call with the XML of `returnval`, empty for none.
 *
 * @throws VimFault
 */
export type Operation = (call: Call) => string | Promise<string>;

/** The call's session. @throws VimFault NotAuthenticated */
export function sessionOf(call: Call): Session {
  if (!call.session) {
    throw notAuthenticated();
  }
  return call.session;
}

/** A reference as `returnval`. */
export function returnReference(type: string, ref: string): string {
  return `<returnval type="${type}">${ref}</returnval>`;
}
