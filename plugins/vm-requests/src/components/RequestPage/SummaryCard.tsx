import { Link } from '@backstage/ui';
import { FactList, formatMib, InfoCard } from '@backlot/ui-common';
import { describeGuest, VmRequest } from '@backlot/plugin-vm-requests-common';
import { timeWords } from '../timeWords';
import { formatDisks } from './formatDisks';

/** What the machine will be, or is. */
export const SummaryCard = ({ request }: { request: VmRequest }) => {
  const { address, interfaces, guest, pullRequest, hardware, machine } =
    request;
  return (
    <InfoCard title="Machine">
      <FactList
        facts={[
          ['Operation', request.operation],
          ['Name', request.fqdn],
          ['Environment', request.environment],
          ['Start', request.startAt && timeWords(request.startAt)],
          [
            'Blueprint',
            request.blueprintTitle ?? `${request.spec.blueprint} (withdrawn)`,
          ],
          ['CPUs', hardware.cpus],
          ['Memory', formatMib(hardware.memoryMib)],
          ['Disks', formatDisks(hardware.disksGib)],
          [
            'Address',
            address &&
              (address.url ? (
                <Link href={address.url} target="_blank">
                  {`${address.address}/${address.prefixLength}`}
                </Link>
              ) : (
                `${address.address}/${address.prefixLength}`
              )),
          ],
          [
            'MAC address',
            interfaces?.map(({ macAddress }) => macAddress).join(', '),
          ],
          ['Gateway', address?.gateway],
          ['Name servers', address?.dnsServers.join(', ')],
          [
            'Pull request',
            pullRequest && (
              <Link href={pullRequest.url} target="_blank">
                {`${pullRequest.repository} #${pullRequest.number}`}
                {pullRequest.merged ? ' (merged)' : ''}
              </Link>
            ),
          ],
          ['Guest', guest && describeGuest(guest, address?.address)],
          ['Source', machine && `${machine.source} / ${machine.id}`],
          ['Request', <code key="id">{request.id}</code>],
        ]}
      />
    </InfoCard>
  );
};
