import { TemplateExample } from '@backstage/plugin-scaffolder-node';
import yaml from 'yaml';

export const examples: TemplateExample[] = [
  {
    description: 'Claim the request that the ledger started this task for',
    example: yaml.stringify({
      steps: [
        {
          id: 'claim',
          name: 'Claim the request',
          action: 'vm-request:claim',
          input: { request: '${{ parameters.request }}' },
        },
      ],
    }),
  },
];
