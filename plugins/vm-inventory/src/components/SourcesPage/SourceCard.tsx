import { useState } from 'react';
import { useApi } from '@backstage/core-plugin-api';
import { usePermission } from '@backstage/plugin-permission-react';
import { Alert, Button } from '@backstage/ui';
import {
  SourceStatus,
  vmInventorySourceRefreshPermission,
  vmInventorySourceTestPermission,
} from '@backlot/plugin-vm-inventory-common';
import {
  ConnectionCard,
  FactList,
  RelativeTime,
  vmInventoryApiRef,
  wordsOf,
} from '@backlot/plugin-vm-inventory-react';
import { describeCounts } from './describeCounts';
import { LeftOutList } from './LeftOutList';
import { SourceProgress } from './SourceProgress';
import { SourceStateBadge } from './SourceStateBadge';

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
      state={<SourceStateBadge state={state} />}
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
