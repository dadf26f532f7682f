import { TemplateExample } from '@backstage/plugin-scaffolder-node';
import { stringify } from 'yaml';

export const examples: TemplateExample[] = [
  {
    description: 'Propose what was placed, addressed and rendered',
    example: stringify({
      steps: [
        {
          id: 'propose',
          name: 'Open the pull request',
          action: 'vm-request:propose',
          input: {
            request: '${{ steps.open.output.request }}',
            attempt: '${{ steps.open.output.attempt }}',
            files: '${{ steps.render.output.files }}',
            placement: '${{ steps.place.output.selected }}',
            address: {
              address: '${{ steps.address.output.address }}',
              prefixLength: '${{ steps.address.output.prefixLength }}',
              gateway: '${{ steps.open.output.network.gateway }}',
              dnsServers: '${{ steps.open.output.network.dnsServers }}',
              domain: '${{ steps.open.output.network.domain }}',
              key: '${{ steps.open.output.allocation.key }}',
              url: '${{ steps.address.output.url }}',
            },
          },
        },
      ],
    }),
  },
];
