import { TemplateExample } from '@backstage/plugin-scaffolder-node';
import { stringify } from 'yaml';

export const examples: TemplateExample[] = [
  {
    description: 'Release the address of a machine',
    example: stringify({
      steps: [
        {
          id: 'release',
          action: 'netbox:release',
          name: 'Release the address',
          input: { key: '${{ parameters.name }}.dev.acme.example/eth0/ipv4' },
        },
      ],
    }),
  },
  {
    description: 'Release the address of an earlier step if a later one fails',
    example: stringify({
      steps: [
        {
          id: 'release',
          action: 'netbox:release',
          name: 'Release the address',
          if: '${{ failure() }}',
          input: {
            key: '${{ parameters.name }}.dev.acme.example/eth0/ipv4',
            address: '${{ steps.address.output.address }}',
          },
        },
      ],
    }),
  },
];
