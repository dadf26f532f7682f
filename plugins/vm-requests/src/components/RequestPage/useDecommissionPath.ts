import { useRouteRef } from '@backstage/core-plugin-api';
import { formRouteRef } from '../../routes';

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
  return `${path}?${new URLSearchParams({
    formData: JSON.stringify({ machine }),
  })}`;
}
