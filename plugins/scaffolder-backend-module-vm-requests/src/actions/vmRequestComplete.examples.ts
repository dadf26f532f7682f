import { TemplateExample } from '@backstage/plugin-scaffolder-node';
import { stringify } from 'yaml';

export const examples: TemplateExample[] = [
  {
    description: 'End a request that Atlantis applied',
    example: stringify({
      steps: [
        {
          id: 'complete',
          name: 'Complete the request',
          action: 'vm-request:complete',
          input: {
            request: '${{ steps.claim.output.request }}',
            attempt: '${{ steps.claim.output.attempt }}',
            machine: {
              id: '${{ steps.apply.output.outputs[steps.claim.output.outputs.id] }}',
            },
            log: '${{ steps.apply.output.text }}',
          },
        },
      ],
    }),
  },
];
