import {
  DefaultNamespaceEntityPolicy,
  Entity,
  EntityPolicies,
  FieldFormatEntityPolicy,
  NoForeignRootFieldsEntityPolicy,
  parseEntityRef,
  resourceEntityV1alpha1Validator,
  SchemaValidEntityPolicy,
} from '@backstage/catalog-model';
import { toError } from '@backstage/errors';

// Those that the catalog has unless a Backstage replaces them, in its order.
const policies = EntityPolicies.allOf([
  new SchemaValidEntityPolicy(),
  new DefaultNamespaceEntityPolicy(),
  new NoForeignRootFieldsEntityPolicy(),
  new FieldFormatEntityPolicy(),
]);

const ADVICE = /\s*To learn more about catalog file format, visit: \S+/g;

/**
 * Why the catalog would refuse a resource; undefined when it would take it. The catalog itself
 * accepts it at first, and then refuses it without a word to the provider.
 *
 * @internal
 */
export async function refusalOf(entity: Entity): Promise<string | undefined> {
  try {
    await policies.enforce(entity);
    await resourceEntityV1alpha1Validator.check(entity);
    const { owner, system } = entity.spec ?? {};
    checkReference('spec.owner', owner, 'group');
    checkReference('spec.system', system, 'system');
  } catch (error) {
    return toError(error).message.replace(ADVICE, '');
  }
  return hasNul(entity)
    ? 'It has a NUL character in its text, which databases refuse'
    : undefined;
}

/** The catalog relates entities by these, and refuses one where it cannot read them. */
function checkReference(field: string, ref: unknown, defaultKind: string) {
  if (typeof ref === 'string') {
    try {
      parseEntityRef(ref, { defaultKind, defaultNamespace: 'default' });
    } catch (error) {
      throw new Error(`"${field}" is not valid; ${toError(error).message}`, {
        cause: error,
      });
    }
  }
}

function hasNul(value: unknown): boolean {
  return typeof value === 'object' && value !== null
    ? Object.values(value).some(hasNul)
    : typeof value === 'string' && value.includes('\0');
}
