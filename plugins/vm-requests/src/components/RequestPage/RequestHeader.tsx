import { EntityRefLink } from '@backstage/plugin-catalog-react';
import { useRouteRef } from '@backstage/core-plugin-api';
import { Alert, Flex, Link, Text } from '@backstage/ui';
import { RelativeTime, TextWithOwners } from '@backlot/ui-common';
import { addressesOf, VmRequest } from '@backlot/plugin-vm-requests-common';
import { batchRouteRef, rootRouteRef } from '../../routes';
import { GuestAlert } from '../GuestAlert';
import { StateBadge } from '../StateBadge';
import { Notice, noticesOf } from './notices';
import { titleOf } from './titleOf';
import styles from './RequestPage.module.css';

/** Terraform's words come with line breaks and indentation that mean something. */
const NoticeText = ({ texts, cause }: Pick<Notice, 'texts' | 'cause'>) => (
  <>
    {texts.map(text => (
      <span key={text} className={styles.words}>
        <TextWithOwners text={text} />
      </span>
    ))}
    {cause && (
      <>
        <span className={styles.words}>The cause, in its own words:</span>
        <code className={styles.words}>{cause}</code>
      </>
    )}
  </>
);

/** Whose request it is, where it stands, and why. */
export const RequestHeader = ({ request }: { request: VmRequest }) => {
  const listPath = useRouteRef(rootRouteRef);
  const batchPath = useRouteRef(batchRouteRef);
  return (
    <Flex direction="column" gap="2">
      <Link href={listPath()} standalone>
        ← All requests
      </Link>
      <Flex align="center" gap="3" role="status" className={styles.title}>
        <Text as="h2" variant="title-medium" weight="bold">
          {titleOf(request)}
        </Text>
        <StateBadge request={request} />
      </Flex>
      <Text as="p" color="secondary">
        Requested by <EntityRefLink entityRef={request.requestedBy} />{' '}
        <RelativeTime at={request.createdAt} /> for{' '}
        <EntityRefLink entityRef={request.owner} />
        {request.requestedFor && (
          <>
            {' '}
            on behalf of <EntityRefLink entityRef={request.requestedFor} />
          </>
        )}
        {request.purpose && ` – ${request.purpose}`}
      </Text>
      {request.batch && (
        <Link href={batchPath({ id: request.batch.id })} standalone>
          {`Number ${request.batch.position} of a batch`}
        </Link>
      )}
      {noticesOf(request).map(({ title, status, texts, cause }) => (
        <Alert
          key={title}
          role={status === 'info' ? 'status' : 'alert'}
          status={status}
          icon
          title={title}
          description={<NoticeText texts={texts} cause={cause} />}
        />
      ))}
      <GuestAlert
        guest={request.guest}
        allocated={addressesOf(request.address)}
      />
    </Flex>
  );
};
