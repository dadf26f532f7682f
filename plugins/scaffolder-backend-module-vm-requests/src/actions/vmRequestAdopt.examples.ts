import { TemplateExample } from '@backstage/plugin-scaffolder-node';
import { stringify } from 'yaml';

export const examples: TemplateExample[] = [
  {
    description: 'Open a request to adopt a machine',
    example: stringify({
      steps: [
        {
          id: 'open',
          name: 'Open the request',
          action: 'vm-request:adopt',
          input: {
            source: '${{ parameters.source }}',
            machine: '${{ parameters.machine }}',
            environment: '${{ parameters.environment }}',
            owner: '${{ parameters.owner }}',
            reason: '${{ parameters.reason }}',
          },
        },
      ],
    }),
  },
];
