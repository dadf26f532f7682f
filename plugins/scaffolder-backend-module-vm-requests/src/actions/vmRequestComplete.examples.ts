import { TemplateExample } from '@backstage/plugin-scaffolder-node';
import yaml from 'yaml';

export const examples: TemplateExample[] = [
  {
    description: 'Complete a request after its apply',
    example: yaml.stringify({
      steps: [
        {
          id: 'complete',
          name: 'Complete the request',
          action: 'vm-request:complete',
          input: {
            request: '${{ steps.claim.output.request }}',
            attempt: '${{ steps.claim.output.attempt }}',
            log: '${{ steps.apply.output.text }}',
          },
        },
      ],
    }),
  },
];
