import { MachineSpec } from '@backlot/plugin-vm-requests-common';

/** A datacenter of a source. */
export interface Place {
  source: string;
  datacenter: string;
}

/** The values of a template's form that these fields look at in one another. */
export interface MachineFormData extends Partial<MachineSpec> {
  place?: Place;
}

/**
 * What was typed so far. The Custom Field Explorer supplies no form.
 */
export function formDataOf(
  formContext: { formData?: unknown } | undefined,
): MachineFormData {
  return (formContext?.formData ?? {}) as MachineFormData;
}
