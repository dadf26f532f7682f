import { TemplateExample } from '@backstage/plugin-scaffolder-node';
import { stringify } from 'yaml';

export const examples: TemplateExample[] = [
  {
    description:
      'Ask for several machines where the form says so; all other steps then have the condition ${{ not (parameters.several.count > 1) }}',
    example: stringify({
      steps: [
        {
          id: 'batch',
          name: 'Ask for several',
          if: '${{ parameters.several.count > 1 }}',
          action: 'vm-request:batch',
          input: {
            several: '${{ parameters.several }}',
            machine: {
              name: '${{ parameters.name }}',
              environment: '${{ parameters.environment }}',
              size: '${{ parameters.size }}',
              source: '${{ parameters.place.source }}',
              datacenter: '${{ parameters.place.datacenter }}',
              network: '${{ parameters.network }}',
              template: '${{ parameters.template }}',
              sshPublicKeys: '${{ parameters.sshPublicKeys }}',
              owner: '${{ parameters.owner }}',
              purpose: '${{ parameters.purpose }}',
            },
          },
        },
      ],
    }),
  },
];
