import { MachineSpec } from '@backlot/plugin-vm-requests-common';
import { useKeepFormData } from './useKeepFormData';

/** A datacenter of a source. */
export interface Place {
  source: string;
  datacenter: string;
}

/** The values of a template's form that these fields look at in one another. */
export interface MachineFormData extends Partial<MachineSpec> {
  place?: Partial<Place>;
}

/**
 * What was typed so far. The Custom Field Explorer supplies no form.
 */
export function formDataOf(
  formContext: { formData?: unknown } | undefined,
): MachineFormData {
  return (formContext?.formData ?? {}) as MachineFormData;
}

/** What was typed so far, kept over a reload of the page. */
export function useFormData(
  formContext: { formData?: unknown } | undefined,
): MachineFormData {
  useKeepFormData(formContext?.formData);
  return formDataOf(formContext);
}
