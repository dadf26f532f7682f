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
 * Somebody's groups by title, and themselves last.
 *
 * @param whose - whom the machine is for
 * @param groups - refs of the groups that the user is a member of
 * @param entities - those of the user and the groups that the catalog shows, in any order
 */
function offerOwners(
  whose: { ref: string; isMe: boolean },
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
  const theirs = choiceOf(whose.ref);
  return [
    ...groups
      .map(choiceOf)
      .sort((one, other) => one.label.localeCompare(other.label)),
    whose.isMe ? { ...theirs, label: `${theirs.label} (you)` } : theirs,
  ];
}

/** Refs of the groups that a user is a member of, as the ledger reads them. */
export function groupsOf(user: Entity | undefined): string[] {
  return (user?.relations ?? [])
    .filter(({ type }) => type === RELATION_MEMBER_OF)
    .map(({ targetRef }) => targetRef);
}

/**
 * Who the ledger takes as the owner of a machine: whom it is for, and that user's own groups.
 *
 * @param requestedFor - entity ref of the user or group; absent: the signed-in user
 */
export function useOwners(requestedFor?: string): Loaded<Choice[]> {
  const identity = useApi(identityApiRef);
  const catalog = useApi(catalogApiRef);
  return useLoad(async () => {
    const { userEntityRef } = await identity.getBackstageIdentity();
    const whose = requestedFor ?? userEntityRef;
    const user = await catalog.getEntityByRef(whose);
    const groups = groupsOf(user);
    const { items } = await catalog.getEntitiesByRefs({
      entityRefs: groups,
      fields: ['kind', 'metadata', 'spec.profile'],
    });
    return offerOwners(
      { ref: whose, isMe: whose === userEntityRef },
      groups,
      [user, ...items].filter(entity => entity !== undefined),
    );
  }, [requestedFor]);
}
