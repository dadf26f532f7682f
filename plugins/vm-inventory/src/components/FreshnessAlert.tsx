import { Alert } from '@backstage/ui';
import { Freshness } from '@backlot/plugin-vm-inventory-common';
import { RelativeTime } from '@backlot/plugin-vm-inventory-react';

/** Says of each source that is not live how old what is shown is, and why. */
export const FreshnessAlert = (props: { freshness: Freshness | undefined }) => (
  <>
    {props.freshness?.sources
      .filter(source => source.state !== 'live')
      .map(source => (
        <Alert
          key={source.source}
          status={source.state === 'loading' ? 'info' : 'warning'}
          icon
          title={
            source.state === 'loading' ? (
              `${source.title} is being loaded`
            ) : source.asOf ? (
              <>
                {source.title} does not answer; this was known{' '}
                <RelativeTime at={source.asOf} />
              </>
            ) : (
              `${source.title} has never answered`
            )
          }
          description={source.lastError?.message}
        />
      ))}
  </>
);
