import { Link } from '@backstage/ui';
import { FactList, formatMib, InfoCard } from '@backlot/ui-common';
import {
  addressesOf,
  DEFAULT_STACK,
  describeGuest,
  DiskMount,
  VmRequest,
} from '@backlot/plugin-vm-requests-common';
import { AddressWords } from '../AddressWords';
import { timeWords } from '../timeWords';
import { formatDisks } from './formatDisks';

function mountWords(mounts: readonly DiskMount[]): string {
  return mounts
    .map(
      ({ disk, mountPoint, fileSystem }) =>
        `disk ${disk + 1} at ${mountPoint} (${fileSystem})`,
    )
    .join(', ');
}

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
            'Stack',
            request.stackTitle ??
              (request.stack === DEFAULT_STACK ? undefined : request.stack),
          ],
          [
            'Blueprint',
            request.blueprintTitle ?? `${request.spec.blueprint} (withdrawn)`,
          ],
          ['CPUs', hardware.cpus],
          ['Memory', formatMib(hardware.memoryMib)],
          ['Disks', formatDisks(hardware.disksGib)],
          ['Mount points', request.mounts && mountWords(request.mounts)],
          [
            address?.others ? 'Addresses' : 'Address',
            address && <AddressWords address={address} />,
          ],
          [
            interfaces && interfaces.length > 1
              ? 'MAC addresses'
              : 'MAC address',
            interfaces?.map(({ macAddress }) => macAddress).join(', '),
          ],
          [
            'Gateway',
            address &&
              [address, ...(address.others ?? [])]
                .flatMap(({ gateway }) => gateway ?? [])
                .join(', '),
          ],
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
          ['Guest', guest && describeGuest(guest, addressesOf(address))],
          ['Source', machine && `${machine.source} / ${machine.id}`],
          ['Request', <code key="id">{request.id}</code>],
        ]}
      />
    </InfoCard>
  );
};
