import { EntityRefLink } from '@backstage/plugin-catalog-react';
import { useRouteRef } from '@backstage/core-plugin-api';
import { Alert, Flex, Link, Text } from '@backstage/ui';
import { RelativeTime } from '@backlot/plugin-vm-inventory-react';
import { VmRequest } from '@backlot/plugin-vm-requests-common';
import { rootRouteRef } from '../../routes';
import { GuestAlert } from '../GuestAlert';
import { StateBadge } from '../StateBadge';
import { titleOfMessage } from './requestMessage';

const NO_WORDS = 'Nothing more is known. Retry it, or roll it back.';

/** Terraform's words come with line breaks and indentation that mean something. */
const Message = ({ text }: { text: string }) => (
  <span style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
    {text}
  </span>
);

/** Whose request it is, where it stands, and why. */
export const RequestHeader = ({ request }: { request: VmRequest }) => {
  const listPath = useRouteRef(rootRouteRef);
  const { title, status } = titleOfMessage(request);
  const message =
    request.message || (request.waitsForPerson ? NO_WORDS : undefined);
  return (
    <Flex direction="column" gap="2">
      <Link href={listPath()} standalone>
        ← All requests
      </Link>
      <Flex align="center" gap="3" role="status">
        <Text as="h2" variant="title-medium" weight="bold">
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
      {message && request.state !== 'done' && (
        <Alert
          role={status === 'info' ? 'status' : 'alert'}
          status={status}
          icon
          title={title}
          description={<Message text={message} />}
        />
      )}
      <GuestAlert guest={request.guest} allocated={request.address?.address} />
    </Flex>
  );
};
