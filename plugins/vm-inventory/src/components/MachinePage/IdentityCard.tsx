import { ReactNode } from 'react';
import { configApiRef, useApi } from '@backstage/core-plugin-api';
import { catalogApiRef, EntityRefLink } from '@backstage/plugin-catalog-react';
import { Link } from '@backstage/ui';
import {
  ANNOTATION_INSTANCE_UUID,
  ANNOTATION_SOURCE,
  ENTITY_TYPE_VIRTUAL_MACHINE,
  Machine,
} from '@backlot/plugin-vm-inventory-common';
import { FactList, useLoad, wordsOf, InfoCard } from '@backlot/ui-common';

/** What the machine is known by, here and in the catalog. */
export const IdentityCard = ({ machine }: { machine: Machine }) => {
  const { source, id, uuid, instanceUuid } = machine;
  const catalog = useApi(catalogApiRef);
  const appUrl = useApi(configApiRef).getOptionalString('app.baseUrl');
  const { value: entity, error } = useLoad(async () => {
    if (instanceUuid === undefined) {
      return undefined;
    }
    const { items } = await catalog.getEntities({
      filter: {
        kind: 'Resource',
        'spec.type': ENTITY_TYPE_VIRTUAL_MACHINE,
        [`metadata.annotations.${ANNOTATION_SOURCE}`]: source,
        [`metadata.annotations.${ANNOTATION_INSTANCE_UUID}`]: instanceUuid,
      },
      limit: 1,
    });
    return items[0];
  }, [source, instanceUuid]);
  return (
    <InfoCard title="Identity">
      <FactList
        facts={[
          [
            'In the catalog',
            error
              ? wordsOf(error)
              : entity && (
                  <EntityRefLink
                    key="entity"
                    entityRef={entity}
                    title={entity.metadata.title ?? entity.metadata.name}
                  />
                ),
          ],
          ...(entity?.metadata.links ?? []).map(
            ({ url, title = url }): [string, ReactNode] => [
              title,
              <Link key={url} href={hrefOf(url, appUrl)}>
                {url}
              </Link>,
            ],
          ),
          ['Source', `${source} / ${id}`],
          ['Instance UUID', instanceUuid],
          ['BIOS UUID', uuid],
        ]}
      />
    </InfoCard>
  );
};

/** A page of this app is a path in it: the router takes an address for one, too. */
function hrefOf(url: string, appUrl: string | undefined): string {
  return appUrl !== undefined && url.startsWith(`${appUrl}/`)
    ? url.slice(appUrl.length)
    : url;
}
