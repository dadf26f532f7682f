import { parseEntityRef, stringifyEntityRef } from '@backstage/catalog-model';

/** The same owner is written in one way: quota and permissions compare it. */
export function ownerRefOf(owner: string): string {
  return stringifyEntityRef(
    parseEntityRef(owner, {
      defaultKind: 'group',
      defaultNamespace: 'default',
    }),
  );
}
