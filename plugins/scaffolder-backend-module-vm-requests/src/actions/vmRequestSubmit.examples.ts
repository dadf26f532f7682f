import { TemplateExample } from '@backstage/plugin-scaffolder-node';
import yaml from 'yaml';

export const examples: TemplateExample[] = [
  {
    description: 'Record the plan of Atlantis',
    example: yaml.stringify({
      steps: [
        {
          id: 'submit',
          name: 'Submit the plan',
          action: 'vm-request:submit',
          input: {
            request: '${{ steps.open.output.request }}',
            attempt: '${{ steps.open.output.attempt }}',
            plan: '${{ steps.plan.output }}',
          },
        },
      ],
    }),
  },
];
