import { MachineDetails } from '@backlot/plugin-vm-inventory-common';
import { FactList, RelativeTime, InfoCard } from '@backlot/ui-common';

/** When the machine was made and switched on, and its snapshots. */
export const DatesCard = ({ details }: { details: MachineDetails }) => {
  const { createdAt, bootedAt, snapshots, asOf } = details;
  return (
    <InfoCard title="Dates">
      <FactList
        facts={[
          [
            'Created',
            createdAt ? (
              <RelativeTime key="created" at={createdAt} />
            ) : (
              'Not reported by the source'
            ),
          ],
          ['Switched on', bootedAt && <RelativeTime key="on" at={bootedAt} />],
          [
            'Snapshots',
            snapshots.length === 0
              ? 'None'
              : snapshots.map((snapshot, index) => (
                  <div key={`${index} ${snapshot.name}`}>
                    {snapshot.name}
                    {snapshot.createdAt && (
                      <>
                        , <RelativeTime at={snapshot.createdAt} />
                      </>
                    )}
                  </div>
                )),
          ],
          ['Read from the source', <RelativeTime key="asked" at={asOf} />],
        ]}
      />
    </InfoCard>
  );
};
