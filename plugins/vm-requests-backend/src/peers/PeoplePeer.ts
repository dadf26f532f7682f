import { untilAborted } from '@backlot/backend-common';
import { AuthService } from '@backstage/backend-plugin-api';
import { RELATION_MEMBER_OF } from '@backstage/catalog-model';
import { CatalogService } from '@backstage/plugin-catalog-node';
import { NotificationService } from '@backstage/plugin-notifications-node';
import { People } from './RequestPeers';

/** Catalog and notifications behind the ledger's own words. */
export function createPeoplePeer(options: {
  catalog: CatalogService;
  notifications: NotificationService;
  auth: AuthService;
  signal: AbortSignal;
}): People {
  const { catalog, notifications, auth, signal } = options;
  return {
    async ownershipOf(user) {
      const credentials = await auth.getOwnServiceCredentials();
      const entity = await untilAborted(
        () => catalog.getEntityByRef(user, { credentials }),
        signal,
      );
      const groups = (entity?.relations ?? [])
        .filter(({ type }) => type === RELATION_MEMBER_OF)
        .map(({ targetRef }) => targetRef);
      return [user, ...groups];
    },

    async exists(ref) {
      const credentials = await auth.getOwnServiceCredentials();
      const entity = await untilAborted(
        () => catalog.getEntityByRef(ref, { credentials }),
        signal,
      );
      return entity !== undefined;
    },

    async notify({ recipients, ...payload }) {
      await untilAborted(
        () =>
          notifications.send({
            recipients: { type: 'entity', entityRef: recipients },
            payload: { ...payload, topic: 'vm-requests' },
          }),
        signal,
      );
    },
  };
}
