import { TemplateExample } from '@backstage/plugin-scaffolder-node';
import { stringify } from 'yaml';

export const examples: TemplateExample[] = [
  {
    description: 'Open a request from the values of a form',
    example: stringify({
      steps: [
        {
          id: 'open',
          name: 'Open the request',
          action: 'vm-request:open',
          input: {
            name: '${{ parameters.name }}',
            environment: '${{ parameters.environment }}',
            size: '${{ parameters.size }}',
            custom: '${{ parameters.custom }}',
            source: '${{ parameters.place.source }}',
            datacenter: '${{ parameters.place.datacenter }}',
            cluster: '${{ parameters.cluster }}',
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
