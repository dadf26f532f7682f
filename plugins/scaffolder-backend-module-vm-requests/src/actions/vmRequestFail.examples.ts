import { TemplateExample } from '@backstage/plugin-scaffolder-node';
import { stringify } from 'yaml';

export const examples: TemplateExample[] = [
  {
    description: 'Release everything when a step failed',
    example: stringify({
      steps: [
        {
          id: 'fail',
          name: 'Release everything if a step failed',
          if: '${{ failure() }}',
          action: 'vm-request:fail',
          input: { request: '${{ steps.open.output.request }}' },
        },
      ],
    }),
  },
];
