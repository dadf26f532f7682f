import { EntityRefLink } from '@backstage/plugin-catalog-react';
import { Alert, Flex, Link, Text } from '@backstage/ui';
import { RelativeTime } from '@backlot/plugin-vm-inventory-react';
import { VmRequest } from '@backlot/plugin-vm-requests-common';
import { useRouteRef } from '@backstage/core-plugin-api';
import { rootRouteRef } from '../../routes';
import { StateBadge } from '../StateBadge';

export const RequestHeader = ({ request }: { request: VmRequest }) => {
  const listPath = useRouteRef(rootRouteRef);
  const bad = ['failed', 'rejected'].includes(request.state);
  return (
    <Flex direction="column" gap="2">
      <Link href={listPath()} standalone>
        ← All requests
      </Link>
      <Flex align="center" gap="3">
        <Text as="h1" variant="title-medium" weight="bold">
          {request.name}
        </Text>
        <StateBadge state={request.state} />
      </Flex>
      <Text as="p" color="secondary">
        Requested by <EntityRefLink entityRef={request.requestedBy} />{' '}
        <RelativeTime at={request.createdAt} /> for{' '}
        <EntityRefLink entityRef={request.owner} />
        {request.purpose && ` – ${request.purpose}`}
      </Text>
      {request.message && (
        <Alert
          status={bad ? 'danger' : 'info'}
          icon
          title={bad ? 'Why it ended' : 'What it waits for'}
          description={<Message text={request.message} />}
        />
      )}
    </Flex>
  );
};

/** Terraform's words come with line breaks and indentation that mean something. */
const Message = ({ text }: { text: string }) => (
  <span style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
    {text}
  </span>
);
