import { parseEntityRef } from '@backstage/catalog-model';

/** Who an entity ref of a person names, for texts in which a ref would only be in the way. */
export function nameOf(ref: string): string {
  return parseEntityRef(ref, { defaultKind: 'user' }).name;
}
