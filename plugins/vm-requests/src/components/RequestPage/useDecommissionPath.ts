import { useRouteRef } from '@backstage/core-plugin-api';
import { formRouteRef } from '../../routes';
import { formPathWith } from '../FailedTaskPage/formPathWith';

/** The form that asks to end a machine, filled in with which one. Undefined without a scaffolder. */
export function useDecommissionPath(machine: string): string | undefined {
  const formPath = useRouteRef(formRouteRef);
  if (!formPath) {
    return undefined;
  }
  const path = formPath({
    namespace: 'default',
    templateName: 'vm-decommission',
  });
  return formPathWith(path, { machine });
}
