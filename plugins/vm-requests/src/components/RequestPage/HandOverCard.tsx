import { CopyTextButton } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import { EntityRefLink } from '@backstage/plugin-catalog-react';
import { Alert, ButtonLink, Link, Text } from '@backstage/ui';
import { FactList } from '@backlot/plugin-vm-inventory-react';
import { RequestMachine, VmRequest } from '@backlot/plugin-vm-requests-common';
import { machineRouteRef } from '../../routes';
import { InfoCard } from '../InfoCard';
import { useDecommissionPath } from './useDecommissionPath';
import { useMachineEntity } from './useMachineEntity';
import styles from './RequestPage.module.css';

/** How long after its end a request's machine may still be on its way into the catalog. */
const NEW_MS = 5 * 60_000;

const SshCommand = ({ command }: { command: string }) => (
  <span className={styles.command}>
    <code>{command}</code>
    <CopyTextButton
      text={command}
      tooltipText="Copied"
      aria-label="Copy the SSH command"
    />
  </span>
);

const HandOver = (props: { request: VmRequest; machine: RequestMachine }) => {
  const { request, machine } = props;
  const { access, address, fqdn, pullRequest, updatedAt } = request;
  const machinePath = useRouteRef(machineRouteRef);
  const isNew = Date.now() - Date.parse(updatedAt) < NEW_MS;
  const entity = useMachineEntity(request.id, isNew);
  const decommissionPath = useDecommissionPath(request.machineId);
  return (
    <InfoCard title="Your machine">
      <FactList
        facts={[
          [
            'Sign in',
            <SshCommand
              key="ssh"
              command={`ssh ${access.user}@${address?.address ?? fqdn}`}
            />,
          ],
          ['Name', fqdn],
          [
            'Machine',
            machinePath ? (
              <Link
                key="machine"
                href={machinePath({ source: machine.source, id: machine.id })}
              >
                {request.name} in the inventory
              </Link>
            ) : (
              `${machine.source} / ${machine.id}`
            ),
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
      {request.can.includes('decommission') && decommissionPath && (
        <ButtonLink href={decommissionPath} variant="secondary">
          Decommission
        </ButtonLink>
      )}
    </InfoCard>
  );
};

/**
 * Hands the machine over once it is done: how to sign in, where to find it, and how to end it. Says
 * so once it is ended.
 */
export const HandOverCard = ({ request }: { request: VmRequest }) => {
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
    <HandOver request={request} machine={machine} />
  );
};
