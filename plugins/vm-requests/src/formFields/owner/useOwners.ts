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
 * Somebody's groups by title, themselves, and then what else they may choose.
 *
 * @param whose - whom the machine is for
 * @param groups - refs of the groups that the user is a member of
 * @param others - refs of further groups
 * @param entities - those of the user and the groups that the catalog shows, in any order
 */
function offerOwners(
  whose: { ref: string; isMe: boolean },
  groups: readonly string[],
  others: readonly string[],
  entities: readonly Entity[],
): Choice[] {
  const byRef = new Map(
    entities.map(entity => [stringifyEntityRef(entity), entity]),
  );
  const choiceOf = (ref: string): Choice => ({
    value: ref,
    label: defaultEntityPresentation(byRef.get(ref) ?? ref).primaryTitle,
  });
  const byTitle = (refs: readonly string[]) =>
    refs
      .map(choiceOf)
      .sort((one, other) => one.label.localeCompare(other.label));
  const theirs = choiceOf(whose.ref);
  return [
    ...byTitle(groups),
    whose.isMe ? { ...theirs, label: `${theirs.label} (you)` } : theirs,
    ...byTitle(others),
  ];
}

/** Refs of the groups that a user is a member of, as the ledger reads them. */
export function groupsOf(user: Entity | undefined): string[] {
  return (user?.relations ?? [])
    .filter(({ type }) => type === RELATION_MEMBER_OF)
    .map(({ targetRef }) => targetRef);
}

const shownFields = ['kind', 'metadata', 'spec.profile'];

/**
 * Who the ledger takes as the owner of a machine: whom it is for, and that user's own groups. To a
 * signed-in user who may name any, all groups of the catalog are offered.
 *
 * @param requestedFor - entity ref of the user or group; absent: the signed-in user
 * @param anyFor - entity refs of those who may name any
 */
export function useOwners(
  requestedFor?: string,
  anyFor: readonly string[] = [],
): Loaded<Choice[]> {
  const identity = useApi(identityApiRef);
  const catalog = useApi(catalogApiRef);
  return useLoad(async () => {
    const { userEntityRef } = await identity.getBackstageIdentity();
    const whose = requestedFor ?? userEntityRef;
    const user = await catalog.getEntityByRef(whose);
    const groups = groupsOf(user);
    const isAny =
      whose === userEntityRef &&
      [whose, ...groups].some(ref => anyFor.includes(ref));
    const { items } = isAny
      ? await catalog.getEntities({
          filter: { kind: 'Group' },
          fields: shownFields,
        })
      : await catalog.getEntitiesByRefs({
          entityRefs: groups,
          fields: shownFields,
        });
    const known = items.filter(entity => entity !== undefined);
    return offerOwners(
      { ref: whose, isMe: whose === userEntityRef },
      groups,
      known
        .map(entity => stringifyEntityRef(entity))
        .filter(ref => !groups.includes(ref)),
      user ? [user, ...known] : known,
    );
  }, [requestedFor, anyFor]);
}
