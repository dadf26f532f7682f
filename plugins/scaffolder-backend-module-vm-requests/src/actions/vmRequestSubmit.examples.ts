import { TemplateExample } from '@backstage/plugin-scaffolder-node';
import { stringify } from 'yaml';

export const examples: TemplateExample[] = [
  {
    description: 'Hand in the plan that Atlantis made',
    example: stringify({
      steps: [
        {
          id: 'submit',
          name: 'Hand the plan in',
          action: 'vm-request:submit',
          input: {
            request: '${{ steps.open.output.request }}',
            attempt: '${{ steps.open.output.attempt }}',
            plan: {
              digest: '${{ steps.plan.output.digest }}',
              commit: '${{ steps.propose.output.commit }}',
              summary: '${{ steps.plan.output.summary }}',
              changes: '${{ steps.plan.output.changes }}',
              text: '${{ steps.plan.output.text }}',
              exact: '${{ steps.plan.output.exact }}',
              jobUrl: '${{ steps.plan.output.jobUrl }}',
            },
          },
        },
      ],
    }),
  },
];
