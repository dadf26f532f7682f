import { useState } from 'react';
import { useApi } from '@backstage/core-plugin-api';
import { usePermission } from '@backstage/plugin-permission-react';
import {
  Alert,
  Button,
  Card,
  CardBody,
  CardHeader,
  Flex,
  Text,
} from '@backstage/ui';
import {
  SourceStatus,
  vmInventorySourceRefreshPermission,
  vmInventorySourceTestPermission,
} from '@backlot/plugin-vm-inventory-common';
import {
  FactList,
  RelativeTime,
  vmInventoryApiRef,
  wordsOf,
} from '@backlot/plugin-vm-inventory-react';
import { describeCounts } from './describeCounts';
import { SourceProgress } from './SourceProgress';
import { SourceStateBadge } from './SourceStateBadge';
import { SourceTestCard } from './SourceTestCard';

/** One source: how it is, what it has, its last error, and what may be done about it. */
export const SourceCard = (props: {
  status: SourceStatus;
  onChange: () => void;
}) => {
  const { status, onChange } = props;
  const { source, title, type, state, asOf, progress, lastError } = status;
  const api = useApi(vmInventoryApiRef);
  const mayRefresh = usePermission({
    permission: vmInventorySourceRefreshPermission,
  }).allowed;
  const mayTest = usePermission({
    permission: vmInventorySourceTestPermission,
  }).allowed;
  const [isRefreshing, setRefreshing] = useState(false);
  const [problem, setProblem] = useState<Error>();
  const [turn, setTurn] = useState(0);

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
    <Card role="region" aria-label={title}>
      <CardHeader>
        <Flex align="center" justify="between" gap="3">
          <Flex align="center" gap="3">
            <Text as="h3" variant="title-small" weight="bold">
              {title}
            </Text>
            <SourceStateBadge state={state} />
          </Flex>
          <Flex gap="2">
            {mayTest && (
              <Button
                variant="secondary"
                onPress={() => setTurn(count => count + 1)}
              >
                Test connection
              </Button>
            )}
            {mayRefresh && (
              <Button
                variant="secondary"
                isPending={isRefreshing}
                onPress={refresh}
              >
                Refresh now
              </Button>
            )}
          </Flex>
        </Flex>
      </CardHeader>
      <CardBody>
        <Flex direction="column" gap="4">
          {progress && <SourceProgress progress={progress} />}
          {lastError && state !== 'live' && (
            <Alert
              role="alert"
              status="warning"
              icon
              title={
                <>
                  It went wrong <RelativeTime at={lastError.at} />
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
              title={`${title} was not refreshed`}
              description={wordsOf(problem)}
            />
          )}
          <FactList
            facts={[
              ['Source', source],
              ['Type', type],
              ['Confirmed', asOf && <RelativeTime at={asOf} />],
              [
                'Round trip',
                status.roundTripMs === undefined
                  ? undefined
                  : `${Math.round(status.roundTripMs)} ms`,
              ],
              ['Holds', describeCounts(status.objects)],
            ]}
          />
          {turn > 0 && <SourceTestCard key={turn} source={source} />}
        </Flex>
      </CardBody>
    </Card>
  );
};
