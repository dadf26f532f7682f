import { identityApiRef, useApi } from '@backstage/core-plugin-api';
import { Loaded, useLoad } from '@backlot/ui-common';
import { vmRequestsApiRef } from '../../api/VmRequestsApi';
import { Choice } from '../pickers/ChoicePicker';

/** The machines of the user and of the user's groups, by name; none before they are wanted. */
export function useOwnMachines(isWanted: boolean): Loaded<Choice[]> {
  const api = useApi(vmRequestsApiRef);
  const identity = useApi(identityApiRef);
  return useLoad(
    async signal => {
      if (!isWanted) {
        return [];
      }
      const { ownershipEntityRefs } = await identity.getBackstageIdentity();
      const pages = await Promise.all(
        ownershipEntityRefs.map(owner =>
          api.getMachines({ owner }, { signal }),
        ),
      );
      return pages
        .flatMap(({ items }) => items)
        .map(({ id, fqdn, environment, address }) => ({
          value: id,
          label: fqdn,
          detail: [environment, address].filter(Boolean).join(' · '),
        }))
        .sort((a, b) => a.label.localeCompare(b.label));
    },
    [isWanted],
  );
}
