import { useState } from 'react';
import { useApi } from '@backstage/core-plugin-api';
import { usePermission } from '@backstage/plugin-permission-react';
import { Alert, Button, Flex, Text } from '@backstage/ui';
import {
  SourceLeftOut,
  SourceState,
  SourceStatus,
  vmInventorySourceRefreshPermission,
  vmInventorySourceTestPermission,
} from '@backlot/plugin-vm-inventory-common';
import { vmInventoryApiRef } from '@backlot/plugin-vm-inventory-react';
import {
  ConnectionCard,
  FactList,
  RelativeTime,
  Tone,
  ToneBadge,
  wordsOf,
} from '@backlot/ui-common';
import { describeCounts } from './describeCounts';
import styles from './SourceCard.module.css';

const states: Record<SourceState, { word: string; tone: Tone }> = {
  loading: { word: 'Loading', tone: 'info' },
  live: { word: 'Live', tone: 'success' },
  stale: { word: 'Stale', tone: 'warning' },
  failed: { word: 'Never answered', tone: 'danger' },
};

/** How far a load is; of about how many, where that is known from the load before. */
const SourceProgress = (props: {
  progress: NonNullable<SourceStatus['progress']>;
}) => {
  const { objects, expected } = props.progress;
  const words = `${objects.toLocaleString('en-US')} objects loaded${
    expected ? ` of about ${expected.toLocaleString('en-US')}` : ''
  }`;
  return (
    <Flex direction="column" gap="1">
      <progress
        className={styles.progress}
        aria-label={words}
        max={expected}
        value={expected ? Math.min(objects, expected) : undefined}
      />
      <Text variant="body-small" color="secondary">
        {words}
      </Text>
    </Flex>
  );
};

/** What a source has and the inventory does not show, each with its reason. */
const LeftOutList = ({ items }: { items: readonly SourceLeftOut[] }) => (
  <ul
    aria-label="Left out"
    style={{ margin: 0, padding: 0, listStyle: 'none' }}
  >
    {items.map(({ reason, objects }) => (
      <li key={reason}>
        {objects.toLocaleString('en-US')} {objects === 1 ? 'object' : 'objects'}
        : {reason}
      </li>
    ))}
  </ul>
);

/** One source: how it is, what it has, its last error, and what may be done about it. */
export const SourceCard = (props: {
  status: SourceStatus;
  onChange: () => void;
}) => {
  const { status, onChange } = props;
  const { source, title, type, state, asOf, progress, lastError } = status;
  const leftOut = status.leftOut ?? [];
  const api = useApi(vmInventoryApiRef);
  const mayRefresh = usePermission({
    permission: vmInventorySourceRefreshPermission,
  }).allowed;
  const mayTest = usePermission({
    permission: vmInventorySourceTestPermission,
  }).allowed;
  const [isRefreshing, setRefreshing] = useState(false);
  const [problem, setProblem] = useState<Error>();

  const refresh = async () => {
    setRefreshing(true);
    setProblem(undefined);
    try {
      await api.refreshSource(source);
      onChange();
    } catch (error) {
      setProblem(error as Error);
    } finally {
      setRefreshing(false);
    }
  };

  return (
    <ConnectionCard
      title={title}
      state={
        <ToneBadge tone={states[state].tone} variant="strong" role="status">
          {states[state].word}
        </ToneBadge>
      }
      test={mayTest ? signal => api.testSource(source, { signal }) : undefined}
      actions={
        mayRefresh && (
          <Button
            variant="secondary"
            isPending={isRefreshing}
            onPress={refresh}
          >
            Refresh now
          </Button>
        )
      }
    >
      {progress && <SourceProgress progress={progress} />}
      {lastError && state !== 'live' && (
        <Alert
          role="alert"
          status="warning"
          icon
          title={
            <>
              Last failed <RelativeTime at={lastError.at} />
            </>
          }
          description={lastError.message}
        />
      )}
      {problem && (
        <Alert
          role="alert"
          status="danger"
          icon
          title={`Could not refresh ${title}`}
          description={wordsOf(problem)}
        />
      )}
      <FactList
        facts={[
          ['Source', source],
          ['Type', type],
          ['Last confirmed', asOf && <RelativeTime at={asOf} />],
          [
            'Round trip',
            status.roundTripMs === undefined
              ? undefined
              : `${Math.round(status.roundTripMs)} ms`,
          ],
          ['Contents', describeCounts(status.objects)],
          ['Left out', leftOut.length > 0 && <LeftOutList items={leftOut} />],
        ]}
      />
    </ConnectionCard>
  );
};
