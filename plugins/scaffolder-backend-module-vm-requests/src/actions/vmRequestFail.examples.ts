import { TemplateExample } from '@backstage/plugin-scaffolder-node';
import { stringify } from 'yaml';

export const examples: TemplateExample[] = [
  {
    description: 'Give everything back when a step failed',
    example: stringify({
      steps: [
        {
          id: 'fail',
          name: 'Give everything back',
          if: '${{ failure() }}',
          action: 'vm-request:fail',
          input: { request: '${{ steps.open.output.request }}' },
        },
      ],
    }),
  },
];
