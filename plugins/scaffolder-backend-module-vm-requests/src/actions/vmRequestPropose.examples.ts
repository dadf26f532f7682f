import { TemplateExample } from '@backstage/plugin-scaffolder-node';
import yaml from 'yaml';

export const examples: TemplateExample[] = [
  {
    description: 'Propose the rendered files',
    example: yaml.stringify({
      steps: [
        {
          id: 'propose',
          name: 'Open the pull request',
          action: 'vm-request:propose',
          input: {
            request: '${{ steps.open.output.request }}',
            attempt: '${{ steps.open.output.attempt }}',
            files: '${{ steps.render.output.files }}',
            placement: '${{ steps.select.output.selected }}',
            address: {
              address: '${{ steps.allocate.output.address }}',
              prefixLength: '${{ steps.allocate.output.prefixLength }}',
              gateway: '${{ steps.open.output.network.gateway }}',
              dnsServers: '${{ steps.open.output.network.dnsServers }}',
              domain: '${{ steps.open.output.network.domain }}',
              key: '${{ steps.open.output.allocation.key }}',
              url: '${{ steps.allocate.output.url }}',
            },
          },
        },
      ],
    }),
  },
];
