import { useApi } from '@backstage/core-plugin-api';
import { useLoad, useSettled, wordsOf } from '@backlot/ui-common';
import { nameProblem } from '@backlot/plugin-vm-requests-common';
import { vmRequestsApiRef } from '../../api/VmRequestsApi';
import { isSeveral, MachineFormData } from '../formData';

const TYPING_MS = 300;

/** What can be said of a name. */
export interface NameVerdict {
  /** Why it cannot be had. */
  problem?: string;
  note?: string;
}

/** Whether a name can be had in the environment of the form, once somebody has stopped typing. */
export function useNameCheck(
  name: string,
  form: MachineFormData,
  blueprint: string,
): NameVerdict {
  const api = useApi(vmRequestsApiRef);
  const { environment, place, network } = form;
  const malformed = name === '' ? undefined : nameProblem(name);
  const settled = useSettled(name, TYPING_MS);
  const isPart = isSeveral(form);
  const isAsked =
    !isPart &&
    environment !== undefined &&
    name !== '' &&
    malformed === undefined;
  const { value, error } = useLoad(
    async signal =>
      isAsked && settled === name
        ? api.checkName(
            { name, environment, source: place?.source, network, blueprint },
            { signal },
          )
        : undefined,
    [
      isAsked && settled === name ? name : '',
      environment,
      place?.source,
      network,
      blueprint,
    ],
  );
  if (malformed) {
    return { problem: malformed };
  }
  if (isPart) {
    return { note: 'What the names of the machines are made of.' };
  }
  if (!isAsked) {
    return {};
  }
  if (error) {
    return {
      note: `Could not check whether it is free: ${wordsOf(error)}`,
    };
  }
  if (!value || settled !== name) {
    return { note: 'Checking whether it is free …' };
  }
  return value.available
    ? { note: `${value.fqdn} is free.` }
    : { problem: value.reason ?? `${value.fqdn} is taken.` };
}
