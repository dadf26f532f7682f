import { useApi, useRouteRef } from '@backstage/core-plugin-api';
import { EntityRefLink } from '@backstage/plugin-catalog-react';
import { Flex, Link, Skeleton, Text } from '@backstage/ui';
import {
  FactList,
  InfoCard,
  LoadState,
  TextWithOwners,
  useLoad,
} from '@backlot/ui-common';
import {
  LedgerMachineDetail,
  VmRequest,
} from '@backlot/plugin-vm-requests-common';
import { vmRequestsApiRef } from '../../api/VmRequestsApi';
import { requestRouteRef } from '../../routes';
import { sizeOf } from '../MachineOperations';
import { OperationWords } from '../OperationWords';
import { useMachineEntity } from './useMachineEntity';

/** The machine as it is since, and where to find it. */
const MachineNow = ({ machine }: { machine: LedgerMachineDetail }) => {
  const requestPath = useRouteRef(requestRouteRef);
  const entity = useMachineEntity(machine.request, false);
  return (
    <FactList
      facts={[
        ['Owner', <EntityRefLink key="owner" entityRef={machine.owner} />],
        ['Size now', machine.hardware && sizeOf(machine.hardware)],
        [
          'Machine',
          <Link key="request" href={requestPath({ id: machine.request })}>
            {`${machine.name}, and what else can be asked of it`}
          </Link>,
        ],
        [
          'In the catalog',
          entity && (
            <EntityRefLink
              key="entity"
              entityRef={entity}
              title={entity.metadata.title ?? entity.metadata.name}
            />
          ),
        ],
      ]}
    />
  );
};

const MachineOf = ({ id }: { id: string }) => {
  const api = useApi(vmRequestsApiRef);
  const machine = useLoad(signal => api.getMachine(id, { signal }), [id]);
  return (
    <>
      <LoadState loaded={machine} what="the machine">
        <Skeleton height={72} width="100%" />
      </LoadState>
      {machine.value && <MachineNow machine={machine.value} />}
    </>
  );
};

/** Says of an operation that is done what it did, and leads to its machine. */
export const OperationDoneCard = ({ request }: { request: VmRequest }) => {
  const { kind, state, change, message, lifecycle, machineId } = request;
  if (kind === 'create' || state !== 'done') {
    return null;
  }
  const does = change?.does ?? [];
  // The news of some kinds begin with what was done.
  const news = message?.replace(does.join(' '), '').trim();
  return (
    <InfoCard title="What was done">
      <Flex direction="column" gap="3">
        <OperationWords does={does} />
        {news && (
          <Text as="p">
            <TextWithOwners text={news} />
          </Text>
        )}
        {lifecycle !== 'gone' && <MachineOf id={machineId} />}
      </Flex>
    </InfoCard>
  );
};
