import { RELATION_MEMBER_OF } from '@backstage/catalog-model';
import { identityApiRef, useApi } from '@backstage/core-plugin-api';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import { Loaded, useLoad } from '@backlot/plugin-vm-inventory-react';
import { Choice } from '../pickers/ChoicePicker';
import { offerOwners } from './offerOwners';

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
