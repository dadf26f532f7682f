import { CopyTextButton } from '@backstage/core-components';
import { useApi, useRouteRef } from '@backstage/core-plugin-api';
import { EntityRefLink } from '@backstage/plugin-catalog-react';
import { Alert, Flex, Link, Skeleton, Text } from '@backstage/ui';
import { FactList, InfoCard, LoadState, useLoad } from '@backlot/ui-common';
import { RequestMachine, VmRequest } from '@backlot/plugin-vm-requests-common';
import { vmRequestsApiRef } from '../../api/VmRequestsApi';
import { machineRouteRef } from '../../routes';
import { MachineOperations, sizeOf } from '../MachineOperations';
import { useMachineEntity } from './useMachineEntity';
import styles from './RequestPage.module.css';

/** How long after its end a request's machine may still be on its way into the catalog. */
const NEW_MS = 5 * 60_000;

const SignIn = ({ words }: { words: string }) => (
  <span className={styles.command}>
    <code>{words}</code>
    <CopyTextButton
      text={words}
      tooltipText="Copied"
      aria-label="Copy how to sign in"
    />
  </span>
);

const HandOver = (props: {
  request: VmRequest;
  machine: RequestMachine;
  onChange: () => void;
}) => {
  const { request, machine, onChange } = props;
  const { access, fqdn, pullRequest, updatedAt } = request;
  const machinePath = useRouteRef(machineRouteRef);
  const isNew = Date.now() - Date.parse(updatedAt) < NEW_MS;
  const entity = useMachineEntity(request.id, isNew);
  const api = useApi(vmRequestsApiRef);
  const asked = useLoad(
    signal => api.getMachine(request.machineId, { signal }),
    [request.machineId],
  );
  const { value, error, reload } = asked;
  // A rebuild has made another in place of the one that was requested.
  const providerId = value?.providerId ?? ((value || error) && machine.id);
  const changed = () => {
    reload();
    onChange();
  };
  return (
    <InfoCard title="Your machine">
      <Flex direction="column" gap="4">
        <FactList
          facts={[
            ['Sign in', <SignIn key="sign-in" words={access.signIn} />],
            ['Name', fqdn],
            [
              'Owner',
              value && <EntityRefLink key="owner" entityRef={value.owner} />,
            ],
            ['Size now', value?.hardware && sizeOf(value.hardware)],
            [
              'Machine',
              providerId &&
                (machinePath ? (
                  <Link
                    key="machine"
                    href={machinePath({
                      source: machine.source,
                      id: providerId,
                    })}
                  >
                    {request.name} in the inventory
                  </Link>
                ) : (
                  `${machine.source} / ${providerId}`
                )),
            ],
            [
              'In the catalog',
              entity ? (
                <EntityRefLink
                  key="entity"
                  entityRef={entity}
                  title={entity.metadata.title ?? entity.metadata.name}
                />
              ) : (
                isNew && (
                  <Text key="soon" color="secondary">
                    It appears there within a minute.
                  </Text>
                )
              ),
            ],
            [
              'Pull request',
              pullRequest && (
                <Link key="pull" href={pullRequest.url} target="_blank">
                  {`${pullRequest.repository} #${pullRequest.number}`}
                </Link>
              ),
            ],
          ]}
        />
        <LoadState loaded={asked} what="what can be asked of the machine">
          <Skeleton height={96} width="100%" />
        </LoadState>
        {value && <MachineOperations machine={value} onChange={changed} />}
      </Flex>
    </InfoCard>
  );
};

/**
 * Hands a new machine over once it is done: how to sign in, where to find it, and what can be asked
 * of it. Says so once it is ended.
 */
export const HandOverCard = (props: {
  request: VmRequest;
  /** Called after something of the machine was changed from here. */
  onChange: () => void;
}) => {
  const { request, onChange } = props;
  const { kind, state, machine, lifecycle, fqdn } = request;
  if (kind !== 'create' || state !== 'done' || !machine) {
    return null;
  }
  return lifecycle === 'gone' ? (
    <Alert
      role="status"
      status="info"
      icon
      title={`${fqdn} has been decommissioned`}
      description="Nothing is left of it but its history."
    />
  ) : (
    <HandOver request={request} machine={machine} onChange={onChange} />
  );
};
