import { Entity, stringifyEntityRef } from '@backstage/catalog-model';
import { defaultEntityPresentation } from '@backstage/plugin-catalog-react';
import { Choice } from '../pickers/ChoicePicker';

/**
 * One's own groups by title, and oneself last.
 *
 * @param me - entity ref of the signed-in user
 * @param groups - refs of the groups that the user is a member of
 * @param entities - those of the user and the groups that the catalog shows, in any order
 */
export function offerOwners(
  me: string,
  groups: readonly string[],
  entities: readonly Entity[],
): Choice[] {
  const byRef = new Map(
    entities.map(entity => [stringifyEntityRef(entity), entity]),
  );
  const choiceOf = (ref: string): Choice => ({
    value: ref,
    label: defaultEntityPresentation(byRef.get(ref) ?? ref).primaryTitle,
  });
  const mine = choiceOf(me);
  return [
    ...groups
      .map(choiceOf)
      .sort((one, other) => one.label.localeCompare(other.label)),
    { ...mine, label: `${mine.label} (you)` },
  ];
}
