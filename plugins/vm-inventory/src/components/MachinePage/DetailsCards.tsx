import { ResponseError } from '@backstage/errors';
import { Skeleton, Text } from '@backstage/ui';
import { Machine } from '@backlot/plugin-vm-inventory-common';
import { LoadProblem, wordsOf, InfoCard } from '@backlot/ui-common';
import { DatesCard } from './DatesCard';
import { DisksCard } from './DisksCard';
import { GuestCard } from './GuestCard';
import { NetworkCardsCard } from './NetworkCardsCard';
import { useMachineDetails } from './useMachineDetails';
import { Names } from './useNames';
import styles from './MachinePage.module.css';

const NOT_IMPLEMENTED = 501;

/** What the inventory does not hold of a machine, as its source says it when it is asked. */
export const DetailsCards = (props: {
  machine: Machine;
  names: Names | undefined;
}) => {
  const { machine, names } = props;
  const { value, error, reload } = useMachineDetails(machine);
  if (error instanceof ResponseError && error.statusCode === NOT_IMPLEMENTED) {
    return (
      <Text className={styles.wide} color="secondary">
        {wordsOf(error)}
      </Text>
    );
  }
  return (
    <>
      {error && (
        <div className={styles.wide}>
          <LoadProblem
            error={error}
            what="disks, network cards, guest and dates"
            onRetry={reload}
          />
        </div>
      )}
      {!value && !error && (
        <div
          className={styles.loading}
          role="status"
          aria-label="Loading disks, network cards, guest and dates"
        >
          {['Guest and tools', 'Dates', 'Disks', 'Network cards'].map(
            (title, index) => (
              <InfoCard
                key={title}
                title={title}
                className={index > 1 ? styles.wide : undefined}
              >
                <Skeleton height={96} />
              </InfoCard>
            ),
          )}
        </div>
      )}
      {value && (
        <>
          <GuestCard details={value} />
          <DatesCard details={value} />
          <DisksCard details={value} names={names} />
          <NetworkCardsCard details={value} names={names} />
        </>
      )}
    </>
  );
};
