import {
  KubernetesValidatorFunctions,
  parseEntityRef,
} from '@backstage/catalog-model';
import { z } from 'zod';

/**
 * What `${…}` may stand for in the address of a link.
 *
 * @internal
 */
export const LINK_WORDS = [
  'source',
  'id',
  'name',
  'instanceUuid',
  'request',
] as const;

const PLACEHOLDER = /\$\{([^{}]*)\}/g;

const text = z.string().trim().min(1, 'must not be empty');

const namespaceSchema = z
  .string()
  .refine(KubernetesValidatorFunctions.isValidNamespace, {
    error: ({ input }) =>
      `must be lower-case letters, digits and dashes, at most 63 of them; '${input}' is not`,
  });

const linkSchema = z.object({
  url: z
    .string({
      error: ({ input }) =>
        input === undefined
          ? 'is missing. Write $${name} for the name of the machine: ${name} would be an environment variable'
          : undefined,
    })
    .superRefine((url, context) => {
      const unknown = [...url.matchAll(PLACEHOLDER)]
        .map(([, word]) => word)
        .filter(word => !LINK_WORDS.some(known => known === word));
      if (unknown.length > 0) {
        context.addIssue(
          `does not know \${${unknown[0]}}, only ${LINK_WORDS.map(
            word => `\${${word}}`,
          ).join(', ')}`,
        );
      } else if (!URL.canParse(url.replace(PLACEHOLDER, 'x'))) {
        context.addIssue(
          `must be a whole address with its scheme, such as https://example.com/\${name}; '${url}' is not`,
        );
      }
    }),
  title: text,
  icon: text.optional(),
});

/**
 * What configuration says of machines' entities. Refuses what would make the catalog refuse every
 * one of them.
 *
 * @internal
 */
export const machineEntityConfigSchema = z.object({
  defaultOwner: entityRefSchema('group').default('unknown'),
  namespace: namespaceSchema.default('default'),
  system: entityRefSchema('system').optional(),
  links: z.array(linkSchema).default([]),
});

/**
 * What configuration says of machines' entities.
 *
 * @internal
 */
export type MachineEntityConfig = z.output<typeof machineEntityConfigSchema>;

function entityRefSchema(defaultKind: string) {
  return z.string().refine(ref => isEntityRef(ref, defaultKind), {
    error: ({ input }) =>
      `must be a reference such as ${defaultKind}:default/platform; '${input}' is not`,
  });
}

function isEntityRef(ref: string, defaultKind: string): boolean {
  try {
    const { kind, namespace, name } = parseEntityRef(ref, { defaultKind });
    return (
      KubernetesValidatorFunctions.isValidKind(kind) &&
      KubernetesValidatorFunctions.isValidNamespace(
        namespace.toLocaleLowerCase('en-US'),
      ) &&
      KubernetesValidatorFunctions.isValidObjectName(name)
    );
  } catch {
    // parseEntityRef answers by throwing; there is nothing more to say of it.
    return false;
  }
}
