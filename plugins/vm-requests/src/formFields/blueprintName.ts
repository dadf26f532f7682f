import { makeFieldSchema } from '@backstage/plugin-scaffolder-react';
import { DEFAULT_BLUEPRINT } from '@backlot/plugin-vm-requests-common';

type Zod = Parameters<Parameters<typeof makeFieldSchema>[0]['output']>[0];

/** The options that a template gives to a field which looks at its blueprint. */
export const blueprintOptions = (z: Zod) =>
  z.object({
    blueprint: z
      .string()
      .optional()
      .describe('Name of the blueprint of the machines that the form asks for'),
  });

/** The blueprint of the machines that a field's form asks for. */
export function blueprintName(
  uiSchema: { 'ui:options'?: { blueprint?: string } } | undefined,
): string {
  return uiSchema?.['ui:options']?.blueprint ?? DEFAULT_BLUEPRINT;
}
