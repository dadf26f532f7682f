import { Flex } from '@backstage/ui';
import { Machine } from '@backlot/plugin-vm-inventory-common';
import {
  FactList,
  formatMib,
  Loaded,
  LoadProblem,
  InfoCard,
} from '@backlot/ui-common';
import { Names } from './useNames';

const MIB = 1024 ** 2;

/** What the machine's disks are on, and which networks it is in. */
export const StorageCard = (props: {
  machine: Machine;
  names: Loaded<Names>;
}) => {
  const { datastores, networks, provisionedBytes } = props.machine;
  const { value, error, reload } = props.names;
  const named = (ids: string[], names?: ReadonlyMap<string, string>) =>
    ids.map(id => names?.get(id) ?? id).join(', ');
  return (
    <InfoCard title="Storage and networks">
      <Flex direction="column" gap="3">
        {error && (
          <LoadProblem
            error={error}
            what="the names of datastores and networks"
            onRetry={reload}
          />
        )}
        <FactList
          facts={[
            ['Datastores', named(datastores, value?.datastores)],
            [
              'Provisioned storage',
              provisionedBytes === undefined
                ? undefined
                : formatMib(provisionedBytes / MIB),
            ],
            ['Networks', named(networks, value?.networks)],
          ]}
        />
      </Flex>
    </InfoCard>
  );
};
