import { useApi } from '@backstage/core-plugin-api';
import { Loaded, useLoad, useSettled } from '@backlot/ui-common';
import { OfferedNames, nameProblem } from '@backlot/plugin-vm-requests-common';
import { vmRequestsApiRef } from '../../api/VmRequestsApi';
import { isSeveral, MachineFormData } from '../formData';

const TYPING_MS = 300;

/**
 * The names that the machines of a form would have, once somebody has stopped typing; nothing where it
 * asks for one machine, or is not filled in far enough.
 */
export function useOfferedNames(
  form: MachineFormData,
  blueprint: string,
): Loaded<OfferedNames | undefined> {
  const api = useApi(vmRequestsApiRef);
  const { name = '', several, environment, place, network } = form;
  const asked =
    several && isSeveral(form) && environment && nameProblem(name) === undefined
      ? JSON.stringify({
          pattern: several.pattern ?? '',
          app: name,
          count: several.count,
          environment,
          source: place?.source,
          network,
          blueprint,
        })
      : '';
  const settled = useSettled(asked, TYPING_MS);
  return useLoad(
    async signal =>
      settled === ''
        ? undefined
        : api.offerNames(JSON.parse(settled), { signal }),
    [settled],
  );
}
