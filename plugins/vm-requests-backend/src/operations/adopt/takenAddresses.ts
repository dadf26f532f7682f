import { RequestAddress } from '@backlot/plugin-vm-requests-common';
import { OperationRequest } from '@backlot/plugin-vm-requests-node';
import { AddressOfCard } from '../../peers/RequestPeers';
import { ipv4Of } from './ipv4Of';

/** What an adoption takes over in NetBox, the machine's first address first. */
export function takenAddresses(
  {
    id,
    fqdn,
    terms,
    interfaces,
  }: Pick<OperationRequest, 'id' | 'fqdn' | 'terms' | 'interfaces'>,
  address: RequestAddress,
): AddressOfCard[] {
  const first = interfaces?.at(0)?.name ?? 'eth0';
  const allocations = terms.allocations ?? [
    {
      key: terms.allocationKey,
      interface: first,
      prefix: ipv4Of(terms.network).prefix,
    },
  ];
  return [address, ...(address.others ?? [])].flatMap(each =>
    allocations
      .filter(({ key }) => key === each.key)
      .map(({ key, prefix, interface: card }) => ({
        address: each.address,
        prefix,
        key,
        // Only the first network card has a name.
        dnsName: card === first ? fqdn : '',
        description: `Backlot request ${id}`,
        interface: card,
      })),
  );
}
