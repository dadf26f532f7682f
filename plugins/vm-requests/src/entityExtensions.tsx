import { EntityContentBlueprint } from '@backstage/plugin-catalog-react/alpha';
import { ENTITY_TYPE_VIRTUAL_MACHINE } from '@backlot/plugin-vm-inventory-common';

/** The requests of a machine, on its entity page. */
export const entityRequestsContent = EntityContentBlueprint.make({
  name: 'requests',
  params: {
    path: '/vm-requests',
    title: 'Requests',
    filter: { kind: 'resource', 'spec.type': ENTITY_TYPE_VIRTUAL_MACHINE },
    loader: () =>
      import('./components/EntityRequestsContent/EntityRequestsContent').then(
        m => <m.EntityRequestsContent />,
      ),
  },
});
