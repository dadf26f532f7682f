import { TemplateExample } from '@backstage/plugin-scaffolder-node';
import { stringify } from 'yaml';

export const examples: TemplateExample[] = [
  {
    description: 'Allocate an address for the first interface of a machine',
    example: stringify({
      steps: [
        {
          id: 'address',
          action: 'netbox:allocate',
          name: 'Allocate an address',
          input: {
            prefix: '10.20.210.0/24',
            gateway: '10.20.210.1',
            key: '${{ parameters.name }}.dev.acme.example/eth0/ipv4',
            dnsName: '${{ parameters.name }}.dev.acme.example',
            description: 'Web server of team Payments',
          },
        },
      ],
    }),
  },
  {
    description: 'Allocate an address of a VRF that is in use at once, tagged',
    example: stringify({
      steps: [
        {
          id: 'address',
          action: 'netbox:allocate',
          name: 'Allocate an address',
          input: {
            prefix: '10.30.0.0/24',
            vrf: 'customers',
            key: '${{ parameters.name }}/eth1/ipv4',
            dnsName: '${{ parameters.name }}.customers.acme.example',
            status: 'active',
            tags: ['backlot'],
          },
        },
      ],
    }),
  },
];
