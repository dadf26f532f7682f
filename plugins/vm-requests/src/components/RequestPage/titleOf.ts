import { VmRequest } from '@backlot/plugin-vm-requests-common';

/** What a request is called: the new machine, or what is done to one. */
export function titleOf({
  kind,
  operation,
  name,
}: Pick<VmRequest, 'kind' | 'operation' | 'name'>): string {
  return kind === 'create' ? name : `${operation} ${name}`;
}
