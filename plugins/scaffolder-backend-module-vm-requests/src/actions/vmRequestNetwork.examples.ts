import { TemplateExample } from '@backstage/plugin-scaffolder-node';
import { stringify } from 'yaml';

export const examples: TemplateExample[] = [
  {
    description: 'Allocate an address for each network card and family',
    example: stringify({
      steps: [
        {
          id: 'addresses',
          name: 'Allocate addresses',
          each: '${{ steps.open.output.allocations }}',
          action: 'netbox:allocate',
          input: {
            prefix: '${{ each.value.prefix }}',
            gateway: '${{ each.value.gateway }}',
            key: '${{ each.value.key }}',
            dnsName: '${{ each.value.dnsName }}',
          },
        },
        {
          id: 'network',
          name: 'Put the network together',
          action: 'vm-request:network',
          input: {
            network: '${{ steps.open.output.network }}',
            interfaces: '${{ steps.open.output.interfaces }}',
            allocations: '${{ steps.open.output.allocations }}',
            networks: '${{ steps.place.output.networks }}',
            addresses: '${{ steps.addresses.output.address }}',
            prefixLengths: '${{ steps.addresses.output.prefixLength }}',
            urls: '${{ steps.addresses.output.url }}',
          },
        },
      ],
    }),
  },
];
