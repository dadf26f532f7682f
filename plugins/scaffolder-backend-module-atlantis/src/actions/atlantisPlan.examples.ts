import { TemplateExample } from '@backstage/plugin-scaffolder-node';
import yaml from 'yaml';

export const examples: TemplateExample[] = [
  {
    description: 'Plan the directory of one machine',
    example: yaml.stringify({
      steps: [
        {
          id: 'plan',
          name: 'Plan',
          action: 'atlantis:plan',
          input: {
            repository: 'platform/infrastructure',
            ref: 'vm/web01',
            baseBranch: 'main',
            pull: '${{ steps.propose.output.number }}',
            directory: 'vms/development/web01',
          },
        },
      ],
    }),
  },
];
