import { render, screen } from '@testing-library/react';
import { PlacementReasons } from './PlacementReasons';

describe('PlacementReasons', () => {
  it('marks what was chosen among what fits', () => {
    render(
      <PlacementReasons
        placement={{
          source: 'lab',
          datacenter: { id: 'datacenter-2', name: 'fra1' },
          cluster: { id: 'domain-c7', name: 'fra1-dev-01' },
          resourcePool: { id: 'resgroup-8', name: 'Resources' },
          datastore: { id: 'datastore-11', name: 'fra1-dev-01-ds-1' },
          network: { id: 'dvportgroup-20', name: 'fra1-dev-app' },
          template: { id: 'vm-1', name: 'rhel9-2026.11', uuid: '4210' },
          reasons: [
            {
              id: 'domain-c7',
              name: 'fra1-dev-01',
              fits: true,
              reason: 'most',
            },
            {
              id: 'domain-c8',
              name: 'fra1-dev-02',
              fits: true,
              reason: 'less',
            },
            {
              id: 'domain-c9',
              name: 'fra1-dev-03',
              fits: false,
              reason: 'full',
            },
          ],
        }}
      />,
    );

    expect(
      screen.getAllByRole('listitem').map(item => item.textContent),
    ).toEqual([
      '✓Chosen: fra1-dev-01: most',
      '✓Fits: fra1-dev-02: less',
      '✕Does not fit: fra1-dev-03: full',
    ]);
  });
});
