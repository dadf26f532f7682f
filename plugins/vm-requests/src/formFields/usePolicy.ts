import { useApi } from '@backstage/core-plugin-api';
import { useLoad } from '@backlot/ui-common';
import {
  blueprintOf,
  environmentOf,
  OfferedBlueprint,
  OfferedPolicy,
  PolicyEnvironment,
  PolicySite,
} from '@backlot/plugin-vm-requests-common';
import { vmRequestsApiRef } from '../api/VmRequestsApi';
import { MachineFormData } from './formData';

/** The policy, with what of it was chosen in the form so far. */
export interface ChosenPolicy {
  /** Absent while it is being loaded. */
  policy?: OfferedPolicy;
  environment?: PolicyEnvironment;
  /** The part of the environment where the machine will be. */
  site?: PolicySite;
  /** Of the machines that the form asks for. */
  blueprint?: OfferedBlueprint;
  error?: Error;
  reload: () => void;
}

/**
 * The environment that is chosen in the form, its part where the machine will be, and what the machine
 * is made of.
 *
 * @param blueprint - its name, where that is needed
 */
export function chosenOf(
  policy: OfferedPolicy | undefined,
  form: MachineFormData,
  blueprint?: string,
): Pick<ChosenPolicy, 'environment' | 'site' | 'blueprint'> {
  const { environment: name = '', place } = form;
  const environment = policy && environmentOf(policy, name);
  const site = environment?.sites.find(
    candidate =>
      candidate.source === place?.source &&
      candidate.datacenter === place?.datacenter,
  );
  return {
    environment,
    site,
    blueprint:
      policy && blueprint !== undefined
        ? blueprintOf(policy.blueprints, blueprint)
        : undefined,
  };
}

/**
 * The policy, and what of it the form has chosen.
 *
 * @param blueprint - name of the form's blueprint, where that is needed
 */
export function usePolicy(
  form: MachineFormData,
  blueprint?: string,
): ChosenPolicy {
  const api = useApi(vmRequestsApiRef);
  const {
    value: policy,
    error,
    reload,
  } = useLoad(signal => api.getPolicy({ signal }), []);
  return { policy, ...chosenOf(policy, form, blueprint), error, reload };
}
