import { TemplateExample } from '@backstage/plugin-scaffolder-node';
import { stringify } from 'yaml';

export const examples: TemplateExample[] = [
  {
    description: 'Open a request to end a machine',
    example: stringify({
      steps: [
        {
          id: 'open',
          name: 'Open the request',
          action: 'vm-request:decommission',
          input: {
            machine: '${{ parameters.machine }}',
            name: '${{ parameters.name }}',
            reason: '${{ parameters.reason }}',
          },
        },
      ],
    }),
  },
];
