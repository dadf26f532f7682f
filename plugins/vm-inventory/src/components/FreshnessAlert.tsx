import { Alert } from '@backstage/ui';
import { Freshness, SourceStatus } from '@backlot/plugin-vm-inventory-common';
import { RelativeTime } from '@backlot/plugin-vm-inventory-react';

const Title = ({ status }: { status: SourceStatus }) => {
  const { title, state, asOf } = status;
  if (state === 'loading') {
    return <>{title} is being loaded</>;
  }
  if (!asOf) {
    return <>{title} has never answered</>;
  }
  return (
    <>
      {title} does not answer; this was known <RelativeTime at={asOf} />
    </>
  );
};

/** Says of each source that is not live how old what is shown is, and why. */
export const FreshnessAlert = (props: { freshness: Freshness | undefined }) => (
  <>
    {props.freshness?.sources
      .filter(({ state }) => state !== 'live')
      .map(status => (
        <Alert
          key={status.source}
          role="status"
          status={status.state === 'loading' ? 'info' : 'warning'}
          icon
          title={<Title status={status} />}
          description={status.lastError?.message}
        />
      ))}
  </>
);
