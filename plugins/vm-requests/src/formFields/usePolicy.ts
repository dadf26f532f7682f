import { useApi } from '@backstage/core-plugin-api';
import { Loaded, useLoad } from '@backlot/plugin-vm-inventory-react';
import {
  Policy,
  PolicyEnvironment,
  PolicySite,
} from '@backlot/plugin-vm-requests-common';
import { vmRequestsApiRef } from '../api/VmRequestsApi';
import { MachineFormData } from './formData';

export function usePolicy(): Loaded<Policy> {
  const api = useApi(vmRequestsApiRef);
  return useLoad(signal => api.getPolicy({ signal }), []);
}

/** The environment that is chosen in the form, and its part where the machine will be. */
export function chosenOf(
  policy: Policy | undefined,
  form: MachineFormData,
): { environment?: PolicyEnvironment; site?: PolicySite } {
  const environment = policy?.environments[form.environment ?? ''];
  const site = environment?.sites.find(
    candidate =>
      candidate.source === form.place?.source &&
      candidate.datacenter === form.place?.datacenter,
  );
  return { environment, site };
}
