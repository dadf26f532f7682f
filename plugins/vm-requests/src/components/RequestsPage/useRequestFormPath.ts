import { useApi, useRouteRef } from '@backstage/core-plugin-api';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import { useLoad } from '@backlot/ui-common';
import { ENTITY_TYPE_VIRTUAL_MACHINE } from '@backlot/plugin-vm-inventory-common';
import { formRouteRef, templatesRouteRef } from '../../routes';

/**
 * Where one requests a machine: the form, where the catalog has one template for machines; otherwise
 * those that it has, to choose one. Undefined without a scaffolder.
 */
export function useRequestFormPath(): string | undefined {
  const catalog = useApi(catalogApiRef);
  const templatesPath = useRouteRef(templatesRouteRef);
  const formPath = useRouteRef(formRouteRef);
  const { value: templates } = useLoad(async () => {
    const { items } = await catalog.getEntities({
      filter: { kind: 'Template', 'spec.type': ENTITY_TYPE_VIRTUAL_MACHINE },
      fields: ['metadata.name', 'metadata.namespace'],
      limit: 2,
    });
    return items.map(({ metadata }) => metadata);
  }, []);
  if (formPath && templates?.length === 1) {
    const { namespace = 'default', name } = templates[0];
    return formPath({ namespace, templateName: name });
  }
  const ofMachines = new URLSearchParams({
    'filters[type]': ENTITY_TYPE_VIRTUAL_MACHINE,
  });
  return templatesPath && `${templatesPath()}?${ofMachines}`;
}
