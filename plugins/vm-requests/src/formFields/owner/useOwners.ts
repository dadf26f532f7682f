import {
  Entity,
  RELATION_MEMBER_OF,
  stringifyEntityRef,
} from '@backstage/catalog-model';
import { identityApiRef, useApi } from '@backstage/core-plugin-api';
import {
  catalogApiRef,
  defaultEntityPresentation,
} from '@backstage/plugin-catalog-react';
import { Loaded, useLoad } from '@backlot/ui-common';
import { Choice } from '../pickers/ChoicePicker';

/**
 * One's own groups by title, and oneself last.
 *
 * @param me - entity ref of the signed-in user
 * @param groups - refs of the groups that the user is a member of
 * @param entities - those of the user and the groups that the catalog shows, in any order
 */
function offerOwners(
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

/** Who the ledger takes as the owner of a machine: the signed-in user, and that user's own groups. */
export function useOwners(): Loaded<Choice[]> {
  const identity = useApi(identityApiRef);
  const catalog = useApi(catalogApiRef);
  return useLoad(async () => {
    const { userEntityRef } = await identity.getBackstageIdentity();
    const user = await catalog.getEntityByRef(userEntityRef);
    const groups = (user?.relations ?? [])
      .filter(({ type }) => type === RELATION_MEMBER_OF)
      .map(({ targetRef }) => targetRef);
    const { items } = await catalog.getEntitiesByRefs({
      entityRefs: groups,
      fields: ['kind', 'metadata', 'spec.profile'],
    });
    return offerOwners(
      userEntityRef,
      groups,
      [user, ...items].filter(entity => entity !== undefined),
    );
  }, []);
}
