import { TemplateExample } from '@backstage/plugin-scaffolder-node';
import { stringify } from 'yaml';

export const examples: TemplateExample[] = [
  {
    description: 'Apply the plan that a step before made',
    example: stringify({
      steps: [
        {
          id: 'apply',
          action: 'atlantis:apply',
          name: 'Apply',
          input: {
            repository: 'platform/infrastructure',
            ref: 'vm/${{ parameters.name }}',
            baseBranch: 'main',
            pull: '${{ steps.propose.output.number }}',
            directory: 'vms/development/${{ parameters.name }}',
            approved: {
              digest: '${{ steps.plan.output.digest }}',
              commit: '${{ steps.plan.output.commit }}',
              exact: '${{ steps.plan.output.exact }}',
            },
          },
        },
      ],
    }),
  },
  {
    description:
      "Apply a plan that was approved elsewhere, where Atlantis' workflow asks whether it was",
    example: stringify({
      steps: [
        {
          id: 'apply',
          action: 'atlantis:apply',
          name: 'Apply',
          input: {
            repository: 'platform/infrastructure',
            ref: 'vm/web01',
            pull: 7,
            directory: 'vms/development/web01',
            approved: {
              digest:
                'sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
              commit: '6b584e8ece562ebffc15d38808cd6b98fc3d97ea',
              exact: true,
              gated: true,
            },
          },
        },
      ],
    }),
  },
];
