import { TemplateExample } from '@backstage/plugin-scaffolder-node';
import { stringify } from 'yaml';

export const examples: TemplateExample[] = [
  {
    description: 'Choose a place by names, and reserve it for an hour',
    example: stringify({
      steps: [
        {
          id: 'place',
          action: 'vsphere:select',
          name: 'Find a place',
          input: {
            source: 'fra-vcenter',
            datacenter: 'fra1',
            clusters: ['fra1-dev-01', 'fra1-dev-02'],
            network: 'fra1-dev-app',
            template: 'rhel9-2026.11',
            folder: 'backlot/development',
            cpus: 2,
            memoryMib: 4096,
            disksGib: [0, 100],
            reservation: {
              id: 'request-${{ parameters.name }}',
              ttlSeconds: 3600,
            },
          },
        },
      ],
    }),
  },
  {
    description: 'See where a machine would fit, by ids, without keeping it',
    example: stringify({
      steps: [
        {
          id: 'place',
          action: 'vsphere:select',
          name: 'Look for a place',
          input: {
            source: 'fra-vcenter',
            network: 'dvportgroup-20',
            template: 'vm-42',
            datastore: 'group-p11',
            cpus: 8,
            memoryMib: 32768,
            diskGib: 200,
          },
        },
      ],
    }),
  },
];
