import { TemplateExample } from '@backstage/plugin-scaffolder-node';
import yaml from 'yaml';

export const examples: TemplateExample[] = [
  {
    description: 'Open a request with what the form asked for',
    example: yaml.stringify({
      steps: [
        {
          id: 'open',
          name: 'Open the request',
          action: 'vm-request:open',
          input: {
            name: '${{ parameters.name }}',
            environment: '${{ parameters.environment }}',
            size: 'small',
            source: '${{ parameters.place.source }}',
            datacenter: '${{ parameters.place.datacenter }}',
            network: '${{ parameters.network }}',
            template: '${{ parameters.template }}',
            sshPublicKeys: '${{ parameters.sshPublicKeys }}',
            owner: '${{ parameters.owner }}',
            purpose: '${{ parameters.purpose }}',
          },
        },
      ],
    }),
  },
];
