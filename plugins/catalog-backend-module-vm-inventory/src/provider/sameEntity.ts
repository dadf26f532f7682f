import { ResourceEntity } from '@backstage/catalog-model';

/** @internal */
export function sameEntity(
  a: ResourceEntity | undefined,
  b: ResourceEntity,
): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
