import { TemplateExample } from '@backstage/plugin-scaffolder-node';
import { stringify } from 'yaml';

export const examples: TemplateExample[] = [
  {
    description: 'Open a request to give a machine more CPUs and a new disk',
    example: stringify({
      steps: [
        {
          id: 'open',
          name: 'Open the request',
          action: 'vm-request:operate',
          input: {
            operation: 'resize',
            machine: '${{ parameters.machine }}',
            reason: '${{ parameters.reason }}',
            input: { cpus: 4, addDisks: [{ sizeGib: 20 }] },
          },
        },
      ],
    }),
  },
  {
    description: 'Open a request to end a machine',
    example: stringify({
      steps: [
        {
          id: 'open',
          name: 'Open the request',
          action: 'vm-request:operate',
          input: {
            operation: 'decommission',
            machine: '${{ parameters.machine }}',
            reason: '${{ parameters.reason }}',
            input: { name: '${{ parameters.name }}' },
          },
        },
      ],
    }),
  },
];
