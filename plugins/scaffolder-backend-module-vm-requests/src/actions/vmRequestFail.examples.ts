import { TemplateExample } from '@backstage/plugin-scaffolder-node';
import yaml from 'yaml';

export const examples: TemplateExample[] = [
  {
    description: 'The last step of a template that opens a request',
    example: yaml.stringify({
      steps: [
        {
          id: 'fail',
          name: 'Give everything back',
          if: '${{ failure() }}',
          action: 'vm-request:fail',
        },
      ],
    }),
  },
];
