import { TemplateExample } from '@backstage/plugin-scaffolder-node';
import { stringify } from 'yaml';

export const examples: TemplateExample[] = [
  {
    description:
      'Render the directory of one machine from the skeleton beside the template',
    example: stringify({
      steps: [
        {
          id: 'render',
          action: 'terraform:render',
          name: 'Render the Terraform files',
          input: {
            source: './skeleton',
            targetPath: 'vms/development/${{ parameters.name }}',
            values: {
              moduleSource:
                'git::https://git.acme.example/platform/infrastructure.git//modules/rhel9-vm?ref=rhel9-vm/v1.0.0',
            },
            variables: {
              name: '${{ parameters.name }}',
              hardware: '${{ parameters.hardware }}',
            },
          },
        },
      ],
    }),
  },
  {
    description:
      'Say which Terraform, providers and backend the files must have, whatever the configuration says',
    example: stringify({
      steps: [
        {
          id: 'render',
          action: 'terraform:render',
          name: 'Render the Terraform files',
          input: {
            source: './skeleton',
            targetPath: 'vms/production/${{ parameters.name }}',
            variables: { name: '${{ parameters.name }}' },
            require: {
              terraformVersion: '>= 1.9, < 2',
              providers: {
                vsphere: { source: 'vmware/vsphere', version: '= 2.16.1' },
              },
              backend: 's3',
            },
          },
        },
      ],
    }),
  },
];
