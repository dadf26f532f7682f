import { TemplateExample } from '@backstage/plugin-scaffolder-node';
import { stringify } from 'yaml';

export const examples: TemplateExample[] = [
  {
    description: 'Plan the directory of a machine on its pull request',
    example: stringify({
      steps: [
        {
          id: 'plan',
          action: 'atlantis:plan',
          name: 'Plan',
          input: {
            repository: 'platform/infrastructure',
            ref: 'vm/${{ parameters.name }}',
            baseBranch: 'main',
            pull: '${{ steps.propose.output.number }}',
            directory: 'vms/development/${{ parameters.name }}',
          },
        },
      ],
    }),
  },
  {
    description: 'Plan a directory with one of several Atlantis servers',
    example: stringify({
      steps: [
        {
          id: 'plan',
          action: 'atlantis:plan',
          name: 'Plan',
          input: {
            repository: 'payments/machines',
            ref: 'vm/${{ parameters.name }}',
            pull: '${{ steps.propose.output.number }}',
            directory: 'vms/production/${{ parameters.name }}',
            server: 'payments',
            forge: 'payments',
          },
        },
      ],
    }),
  },
  {
    description: 'Plan a directory in another Terraform workspace',
    example: stringify({
      steps: [
        {
          id: 'plan',
          action: 'atlantis:plan',
          name: 'Plan',
          input: {
            repository: 'platform/infrastructure',
            ref: 'change-network',
            pull: 7,
            directory: 'network/fra1',
            workspace: 'production',
          },
        },
      ],
    }),
  },
];
