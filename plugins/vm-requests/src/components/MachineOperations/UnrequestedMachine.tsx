import { useApi, useApiHolder, useRouteRef } from '@backstage/core-plugin-api';
import { ButtonLink, Flex, Skeleton, Text } from '@backstage/ui';
import { vmInventoryApiRef } from '@backlot/plugin-vm-inventory-react';
import { adoptionsOf } from '@backlot/plugin-vm-requests-common';
import { LoadState, useLoad } from '@backlot/ui-common';
import { vmRequestsApiRef } from '../../api/VmRequestsApi';
import { FormPath, formPathWith } from '../../formFields/formData';
import { formRouteRef } from '../../routes';

interface MachineName {
  source: string;
  instanceUuid: string;
  /** Its operating system, where the page knows it; otherwise the inventory is asked. */
  guestId: string | undefined;
}

/** The forms by which the machine can be adopted: those of the blueprints that have its system. */
const Adoptions = (props: MachineName & { formPath: FormPath }) => {
  const { source, instanceUuid, guestId: known, formPath } = props;
  const requests = useApi(vmRequestsApiRef);
  // An app may show requests without the inventory's pages.
  const inventory = useApiHolder().get(vmInventoryApiRef);
  const found = useLoad(
    async signal => {
      const [{ blueprints }, page] = await Promise.all([
        requests.getPolicy({ signal }),
        known === undefined
          ? inventory?.list(
              'machine',
              { filter: { source, instanceUuid }, limit: 1 },
              { signal },
            )
          : undefined,
      ]);
      const guestId = known ?? page?.items.at(0)?.guestId;
      return { guestId, adoptions: adoptionsOf(blueprints, guestId) };
    },
    [source, instanceUuid, known],
  );
  const { value } = found;
  return (
    <>
      <LoadState loaded={found} what="how it can be adopted">
        <Skeleton height={32} width={96} />
      </LoadState>
      {value?.adoptions.length === 0 && (
        <Text>
          It cannot be adopted: there is no blueprint of machines with its
          operating system, {value.guestId}.
        </Text>
      )}
      <Flex gap="2">
        {value?.adoptions.map(({ blueprint, title, template }, _, all) => (
          <ButtonLink
            key={blueprint}
            href={formPathWith(formPath, template, {
              source,
              machine: instanceUuid,
            })}
            variant="secondary"
          >
            {all.length === 1 ? 'Adopt' : `Adopt as ${title}`}
          </ButtonLink>
        ))}
      </Flex>
    </>
  );
};

/** What there is to say of a machine that nobody requested: that it can be adopted, where forms are. */
export const UnrequestedMachine = (props: {
  words: string;
  source: string | undefined;
  /** Absent for one that cannot be adopted, because nothing names it for good. */
  instanceUuid: string | undefined;
  /** Its operating system; absent where the page does not know it. */
  guestId?: string;
}) => {
  const { words, source, instanceUuid, guestId } = props;
  const formPath = useRouteRef(formRouteRef);
  return (
    <Flex direction="column" gap="3" align="start">
      <Text>{words}</Text>
      {formPath && source && instanceUuid && (
        <Adoptions
          source={source}
          instanceUuid={instanceUuid}
          guestId={guestId}
          formPath={formPath}
        />
      )}
    </Flex>
  );
};
