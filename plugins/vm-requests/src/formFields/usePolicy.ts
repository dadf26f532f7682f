import { useApi } from '@backstage/core-plugin-api';
import { useLoad } from '@backlot/plugin-vm-inventory-react';
import {
  OfferedPolicy,
  Policy,
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
  error?: Error;
  reload: () => void;
}

/** The environment that is chosen in the form, and its part where the machine will be. */
export function chosenOf(
  policy: Policy | undefined,
  form: MachineFormData,
): Pick<ChosenPolicy, 'environment' | 'site'> {
  const { environment: name = '', place } = form;
  const environment =
    policy && Object.hasOwn(policy.environments, name)
      ? policy.environments[name]
      : undefined;
  const site = environment?.sites.find(
    candidate =>
      candidate.source === place?.source &&
      candidate.datacenter === place?.datacenter,
  );
  return { environment, site };
}

/** The policy, and what of it the form has chosen. */
export function usePolicy(form: MachineFormData): ChosenPolicy {
  const api = useApi(vmRequestsApiRef);
  const {
    value: policy,
    error,
    reload,
  } = useLoad(signal => api.getPolicy({ signal }), []);
  return { policy, ...chosenOf(policy, form), error, reload };
}
