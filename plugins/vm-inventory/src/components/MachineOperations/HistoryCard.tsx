import { useState } from 'react';
import { useApi } from '@backstage/core-plugin-api';
import { Alert, Button, Flex, Skeleton, Text } from '@backstage/ui';
import { Machine, MachineOperation } from '@backlot/plugin-vm-inventory-common';
import { vmInventoryApiRef } from '@backlot/plugin-vm-inventory-react';
import {
  InfoCard,
  LoadProblem,
  RelativeTime,
  TextWithOwners,
  wordsOf,
} from '@backlot/ui-common';
import { TwoLines } from '../VirtualTable/TwoLines';
import { describeOperation } from './describeOperation';
import { MachineOperations } from './useMachineOperations';
import styles from '../MachinePage/MachinePage.module.css';

const outcomes: Record<MachineOperation['outcome'], string> = {
  running: 'Under way',
  done: 'Done',
  failed: 'Failed',
  unknown: 'Not known',
};

/** Pages after the first, which is loaded anew by itself. */
function useOlder(machine: Machine, firstCursor: string | undefined) {
  const api = useApi(vmInventoryApiRef);
  const [older, setOlder] = useState<MachineOperation[]>([]);
  const [cursor, setCursor] = useState<string | null>();
  const [isPending, setPending] = useState(false);
  const [error, setError] = useState<Error>();
  const next = cursor === undefined ? firstCursor : cursor ?? undefined;
  const load = async () => {
    setPending(true);
    setError(undefined);
    try {
      const page = await api.listMachineOperations(machine, { cursor: next });
      setOlder(before => [...before, ...page.items]);
      setCursor(page.nextCursor ?? null);
    } catch (problem) {
      setError(problem as Error);
    } finally {
      setPending(false);
    }
  };
  return { older, hasMore: next !== undefined, isPending, error, load };
}

/** Who did what to the machine by Backlot, newest first. */
export const HistoryCard = (props: {
  machine: Machine;
  history: MachineOperations['history'];
}) => {
  const { machine, history } = props;
  const { value, error, reload } = history;
  const { older, hasMore, isPending, ...more } = useOlder(
    machine,
    value?.nextCursor,
  );
  // What is new moves the first page on; what it and older pages both have is shown once.
  const shown = new Map(
    [...(value?.items ?? []), ...older].map(each => [each.id, each]),
  );
  const items = [...shown.values()].sort((a, b) => (a.id < b.id ? 1 : -1));
  return (
    <InfoCard title="History" className={styles.wide}>
      <Flex direction="column" gap="3">
        {error && (
          <LoadProblem error={error} what="the history" onRetry={reload} />
        )}
        {!value && !error && (
          <Skeleton
            height={64}
            role="status"
            aria-label="Loading the history"
          />
        )}
        {value && items.length === 0 && (
          <Text>Nobody has powered it or taken snapshots of it here.</Text>
        )}
        {items.length > 0 && (
          <table className={styles.table} aria-label="History">
            <thead>
              <tr>
                <th scope="col">When</th>
                <th scope="col">What</th>
                <th scope="col">Who</th>
                <th scope="col">How it went</th>
              </tr>
            </thead>
            <tbody>
              {items.map(each => (
                <tr key={each.id}>
                  <td>
                    <RelativeTime at={each.at} />
                  </td>
                  <th scope="row">{describeOperation(each)}</th>
                  <td>
                    <TextWithOwners
                      text={each.via ? `${each.by}, by ${each.via}` : each.by}
                    />
                  </td>
                  <td>
                    <TwoLines
                      title={outcomes[each.outcome]}
                      description={each.error ?? ''}
                    />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
        {more.error && (
          <Alert
            role="alert"
            status="danger"
            icon
            title="Could not load older entries"
            description={wordsOf(more.error)}
          />
        )}
        {hasMore && (
          <Flex>
            <Button
              variant="secondary"
              size="small"
              isPending={isPending}
              onPress={more.load}
            >
              Older
            </Button>
          </Flex>
        )}
      </Flex>
    </InfoCard>
  );
};
