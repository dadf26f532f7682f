import { TemplateExample } from '@backstage/plugin-scaffolder-node';
import { stringify } from 'yaml';

export const examples: TemplateExample[] = [
  {
    description: 'Begin the template that follows approval',
    example: stringify({
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
