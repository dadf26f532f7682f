import { EntityRefLink } from '@backstage/plugin-catalog-react';
import { useRouteRef } from '@backstage/core-plugin-api';
import { Flex, Link, Skeleton, Text } from '@backstage/ui';
import { Loaded, LoadState, RelativeTime, InfoCard } from '@backlot/ui-common';
import { RequestEvent } from '@backlot/plugin-vm-requests-common';
import { taskRouteRef } from '../../routes';

/** What is not said by the event's own name. */
const words = new Map([
  ['task-failed', 'task failed'],
  ['task-lost', 'task gone'],
  ['restarted', 'started again'],
  ['held', 'waits for a person'],
  ['retried', 'retry chosen'],
  ['protection-removed', 'protection taken away'],
  ['planning-anew', 'new plan chosen'],
  ['roll-back-chosen', 'roll-back chosen'],
  ['gate-passed', 'plan checked by the gate'],
]);

function eventWords(type: string): string {
  return words.get(type) ?? type.replace(/-/g, ' ');
}

/** A person, the task that worked on it, the policy, or Backlot itself. */
const Actor = ({ by }: { by: string }) => {
  const taskPath = useRouteRef(taskRouteRef);
  if (by.startsWith('user:')) {
    return <EntityRefLink entityRef={by} />;
  }
  const taskId = /^task:(.+)$/.exec(by)?.[1];
  if (taskId) {
    return taskPath ? <Link href={taskPath({ taskId })}>task</Link> : <>task</>;
  }
  return <>{by === 'ledger' ? 'Backlot' : by}</>;
};

/** All that happened to a request, and who did it. */
export const HistoryCard = (props: {
  events: Loaded<{ items: RequestEvent[] }>;
}) => {
  const { events } = props;
  const { value } = events;
  return (
    <InfoCard title="History">
      {!value && (
        <LoadState loaded={events} what="the history">
          <Skeleton height={80} />
        </LoadState>
      )}
      <Flex direction="column" gap="3">
        {value?.items.map(event => (
          <div key={event.id}>
            <Text as="div" weight="bold" variant="body-medium">
              {eventWords(event.type)}
            </Text>
            {event.reason && <Text as="div">{event.reason}</Text>}
            <Text as="div" variant="body-small" color="secondary">
              <RelativeTime at={event.at} /> · <Actor by={event.by} />
            </Text>
          </div>
        ))}
      </Flex>
    </InfoCard>
  );
};
