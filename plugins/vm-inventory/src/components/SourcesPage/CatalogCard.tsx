import { useApi, useRouteRef } from '@backstage/core-plugin-api';
import { Alert, Link, Text } from '@backstage/ui';
import { CatalogLeftOut } from '@backlot/plugin-vm-inventory-common';
import { vmInventoryApiRef } from '@backlot/plugin-vm-inventory-react';
import {
  ConnectionCard,
  FactList,
  LoadProblem,
  RelativeTime,
  useEvery,
  useLoad,
} from '@backlot/ui-common';
import { machineRouteRef } from '../../routes';

const REFRESH_MS = 15_000;
// The module reports every five minutes, when nothing is new.
const SILENT_MS = 15 * 60_000;

const LeftOutMachines = (props: {
  items: readonly CatalogLeftOut[];
  leftOut: number;
}) => {
  const { items, leftOut } = props;
  const machinePath = useRouteRef(machineRouteRef);
  const more = leftOut - items.length;
  return (
    <>
      <ul
        aria-label="Machines left out of the catalog"
        style={{ margin: 0, paddingInlineStart: 20 }}
      >
        {items.map(({ source, id, name, reason }) => (
          <li key={`${source}/${id}`} style={{ overflowWrap: 'anywhere' }}>
            <Link href={machinePath({ source, id })} variant="body-small">
              {name.trim() || id}
            </Link>{' '}
            ({source}): {reason}
          </li>
        ))}
      </ul>
      {more > 0 && (
        <Text variant="body-small">
          And {more.toLocaleString('en-US')} more.
        </Text>
      )}
    </>
  );
};

/** Which machines are in the catalog, and which are not and why; nothing without its module. */
export const CatalogCard = () => {
  const api = useApi(vmInventoryApiRef);
  const { value, error, reload } = useLoad(
    signal => api.getCatalog({ signal }),
    [],
  );
  useEvery(REFRESH_MS, reload);

  if (error) {
    return (
      <LoadProblem
        error={error}
        what="the report of the catalog"
        onRetry={reload}
      />
    );
  }
  const report = value?.report;
  if (!report) {
    return null;
  }
  const { machines, leftOut, items, at } = report;
  const isSilent = Date.now() - Date.parse(at) > SILENT_MS;
  return (
    <ConnectionCard title="Catalog">
      {isSilent && (
        <Alert
          role="status"
          status="warning"
          icon
          title={
            <>
              The catalog last reported <RelativeTime at={at} />
            </>
          }
          description="It usually reports every five minutes. What is shown here may be out of date."
        />
      )}
      {leftOut > 0 && (
        <Alert
          role="status"
          status="warning"
          icon
          title={
            leftOut === 1
              ? '1 machine is not in the catalog'
              : `${leftOut.toLocaleString(
                  'en-US',
                )} machines are not in the catalog`
          }
          description={
            items.length > 0 ? (
              <LeftOutMachines items={items} leftOut={leftOut} />
            ) : (
              'Your platform team can see which, and why.'
            )
          }
        />
      )}
      <FactList
        facts={[
          ['Machines in the catalog', machines.toLocaleString('en-US')],
          ['Reported', <RelativeTime key="at" at={at} />],
        ]}
      />
    </ConnectionCard>
  );
};
