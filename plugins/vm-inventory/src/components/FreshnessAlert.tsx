import { Alert } from '@backstage/ui';
import {
  Freshness,
  SourceState,
  SourceStatus,
} from '@backlot/plugin-vm-inventory-common';
import { RelativeTime } from '@backlot/ui-common';

const Title = ({ status }: { status: SourceStatus }) => {
  const { title, state, asOf } = status;
  if (state === 'loading') {
    return <>{title} is loading</>;
  }
  if (!asOf) {
    return <>{title} has never answered</>;
  }
  return (
    <>
      {title} does not answer. You see its state from <RelativeTime at={asOf} />
    </>
  );
};

const meanings: Record<SourceState, string> = {
  loading: 'More will appear in a moment.',
  live: '',
  stale: 'It may have changed since then, and updates when the source answers.',
  failed: 'What it has will appear when it answers.',
};

/**
 * Says of each source that is not live how old what is shown is and what that means, and in the
 * backend's words why.
 */
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
          description={[meanings[status.state], status.lastError?.message]
            .filter(Boolean)
            .join(' ')}
        />
      ))}
  </>
);
