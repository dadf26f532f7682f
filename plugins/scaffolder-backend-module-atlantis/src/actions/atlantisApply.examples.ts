import { TemplateExample } from '@backstage/plugin-scaffolder-node';
import yaml from 'yaml';

export const examples: TemplateExample[] = [
  {
    description: 'Apply the plan that was approved',
    example: yaml.stringify({
      steps: [
        {
          id: 'apply',
          name: 'Apply',
          action: 'atlantis:apply',
          input: {
            repository: 'platform/infrastructure',
            ref: 'vm/web01',
            baseBranch: 'main',
            pull: 7,
            directory: 'vms/development/web01',
            approved: {
              digest: '${{ steps.plan.output.digest }}',
              commit: '${{ steps.plan.output.commit }}',
            },
          },
        },
      ],
    }),
  },
];
