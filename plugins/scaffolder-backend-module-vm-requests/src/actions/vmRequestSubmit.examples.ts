import { TemplateExample } from '@backstage/plugin-scaffolder-node';
import { stringify } from 'yaml';

export const examples: TemplateExample[] = [
  {
    description: 'Hand in the plan that Atlantis made',
    example: stringify({
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
  {
    description: 'Submit an operation that needs no plan',
    example: stringify({
      steps: [
        {
          id: 'submit',
          name: 'Submit',
          action: 'vm-request:submit',
          input: {
            request: '${{ steps.open.output.request }}',
            attempt: '${{ steps.open.output.attempt }}',
          },
        },
      ],
    }),
  },
];
