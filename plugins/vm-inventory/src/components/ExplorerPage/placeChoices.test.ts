import { Cluster, Datacenter } from '@backlot/plugin-vm-inventory-common';
import { places } from '../../__testUtils__/inventory';
import { clusterChoices, datacenterChoices } from './placeChoices';

const [fra1, prod] = places as [Datacenter, Cluster];
const datacenters = [fra1, { ...fra1, source: 'ams', name: 'ams1' }];
const clusters = [prod, { ...prod, source: 'ams', datacenter: undefined }];

describe('the places to filter by', () => {
  it('are told apart by what they are in', () => {
    expect(datacenterChoices(datacenters, {})).toEqual([
      { value: 'fra/datacenter-1', name: 'fra1', detail: 'fra' },
      { value: 'ams/datacenter-1', name: 'ams1', detail: 'ams' },
    ]);
    expect(clusterChoices(clusters, datacenters, {})).toEqual([
      { value: 'fra/domain-c1', name: 'fra1-prod-01', detail: 'fra / fra1' },
      { value: 'ams/domain-c1', name: 'fra1-prod-01', detail: 'ams' },
    ]);
    expect(clusterChoices(clusters, [], {})[0].detail).toBe(
      'fra / datacenter-1',
    );
  });

  it('are those of the source and of the datacenter', () => {
    expect(datacenterChoices(datacenters, { source: 'ams' })).toHaveLength(1);
    expect(
      clusterChoices(clusters, datacenters, { source: 'ams' }),
    ).toHaveLength(1);
    expect(
      clusterChoices(clusters, datacenters, { datacenter: 'fra/datacenter-1' }),
    ).toHaveLength(1);
  });
});
