import { TemplateExample } from '@backstage/plugin-scaffolder-node';
import { stringify } from 'yaml';

export const examples: TemplateExample[] = [
  {
    description: 'Propose what was placed, addressed and rendered',
    example: stringify({
      steps: [
        {
          id: 'propose',
          name: 'Open the pull request',
          action: 'vm-request:propose',
          input: {
            request: '${{ steps.open.output.request }}',
            attempt: '${{ steps.open.output.attempt }}',
            files: '${{ steps.render.output.files }}',
            placement: '${{ steps.place.output.selected }}',
            address: '${{ steps.network.output.address }}',
          },
        },
      ],
    }),
  },
];
