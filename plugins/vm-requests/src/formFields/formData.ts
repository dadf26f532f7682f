import { parseEntityRef } from '@backstage/catalog-model';
import { RouteFunc } from '@backstage/core-plugin-api';
import {
  MachineSpec,
  SeveralMachines,
} from '@backlot/plugin-vm-requests-common';
import { useKeepFormData } from './useKeepFormData';
import { withoutPrivateKeys } from './withoutPrivateKeys';

/** A datacenter of a source. */
export interface Place {
  source: string;
  datacenter: string;
}

/** The values of a template's form that these fields look at in one another. */
export interface MachineFormData extends Partial<MachineSpec> {
  place?: Partial<Place>;
  /** How many machines, where it is more than one. */
  several?: Partial<SeveralMachines>;
  /** Id of the machine that something is asked of: in the ledger, or in its source to adopt it. */
  machine?: string;
  /** IPv4 address of a machine that is to be adopted. */
  address?: string;
  /** Entity ref of the user or group that the machine is requested for. */
  requestedFor?: string;
  startAt?: string;
}

/** Whether a form asks for more than one machine. */
export function isSeveral({ several }: MachineFormData): boolean {
  return several?.count !== undefined && several.count > 1;
}

/**
 * What was typed so far. The Custom Field Explorer supplies no form.
 */
export function formDataOf(
  formContext: { formData?: unknown } | undefined,
): MachineFormData {
  return (formContext?.formData ?? {}) as MachineFormData;
}

/**
 * Of a form's values those that a form can begin with and that may leave the page: no private key,
 * and not what the preview found.
 */
export function sendableValues(formData: unknown): Record<string, unknown> {
  const { preview, ...values } = (withoutPrivateKeys(formData) ?? {}) as Record<
    string,
    unknown
  >;
  return values;
}

/** What was typed so far, kept over a reload of the page. */
export function useFormData(
  formContext: { formData?: unknown } | undefined,
): MachineFormData {
  useKeepFormData(sendableValues(formContext?.formData));
  return formDataOf(formContext);
}

/** Where the form of a template is. */
export type FormPath = RouteFunc<{ namespace: string; templateName: string }>;

/**
 * The path of a template's form that begins with values.
 *
 * @param template - entity ref
 */
export function formPathWith(
  formPath: FormPath,
  template: string,
  values: unknown,
): string {
  const { namespace, name } = parseEntityRef(template);
  const query = new URLSearchParams({
    formData: JSON.stringify(sendableValues(values)),
  });
  return `${formPath({ namespace, templateName: name })}?${query}`;
}
