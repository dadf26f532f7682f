import { useRouteRef } from '@backstage/core-plugin-api';
import { Link } from '@backstage/ui';
import { LedgerMachineDetail } from '@backlot/plugin-vm-requests-common';
import { TextWithOwners } from '@backlot/ui-common';
import { requestRouteRef } from '../../routes';

/** Why something cannot be asked of a machine now, with the way to the request that it waits for. */
export const Refusal = (props: {
  machine: Pick<LedgerMachineDetail, 'openRequest'>;
  words: string;
}) => {
  const { machine, words } = props;
  const { openRequest } = machine;
  const requestPath = useRouteRef(requestRouteRef);
  return (
    <>
      <TextWithOwners text={words} />
      {openRequest && words.includes(openRequest) && (
        <>
          {' '}
          <Link href={requestPath({ id: openRequest })}>See that request</Link>
        </>
      )}
    </>
  );
};
