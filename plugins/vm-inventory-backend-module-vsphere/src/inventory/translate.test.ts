import { InventoryObject } from '@backlot/plugin-vm-inventory-common';
import { ManagedObjects } from './ManagedObjects';
import { translate } from './translate';
import { managedObject, smallVCenter } from './__testUtils__/managedObject';

describe('translate', () => {
  const objects = new ManagedObjects();
  smallVCenter().forEach(object => objects.put(object));

  const shown = (id: string): InventoryObject | undefined =>
    translate('fra', objects.get(id)!, objects);

  it('knows a machine with its places', () => {
    expect(shown('vm-1')).toEqual({
      kind: 'machine',
      source: 'fra',
      id: 'vm-1',
      name: 'web-1',
      datacenter: 'datacenter-1',
      instanceUuid: '5000-web-1',
      power: 'on',
      cpus: 2,
      memoryMib: 4096,
      host: 'host-1',
      cluster: 'domain-c1',
      resourcePool: 'resgroup-1',
      folder: 'group-v1',
      datastores: ['datastore-1'],
      networks: ['dvportgroup-1'],
    });
  });

  it('knows a machine in a vApp, without folder and configuration', () => {
    expect(shown('vm-12')).toEqual({
      kind: 'machine',
      source: 'fra',
      id: 'vm-12',
      name: 'in vApp',
      datacenter: 'datacenter-1',
      power: 'off',
      host: 'host-1',
      cluster: 'domain-c1',
      resourcePool: 'resgroup-v13',
      datastores: [],
      networks: [],
    });
  });

  it('knows folders in folders by their path, with the names that people see', () => {
    expect(shown('group-v12')).toMatchObject({
      path: 'backup/a/b',
      parent: 'group-v11',
      holds: 'machines',
    });
    expect(shown('group-v1')).toMatchObject({ path: '' });
    expect(shown('group-d2')).toMatchObject({
      path: 'Datacenters/Europe',
      holds: 'datacenters',
    });
  });

  it('knows resource pools in resource pools, and vApps', () => {
    expect(shown('resgroup-1')).not.toHaveProperty('parent');
    expect(shown('resgroup-12')).toMatchObject({
      parent: 'resgroup-11',
      cluster: 'domain-c1',
      vapp: false,
    });
    expect(shown('resgroup-v13')).toMatchObject({
      parent: 'resgroup-12',
      vapp: true,
    });
  });

  it('knows datastore clusters and what is in them', () => {
    expect(shown('group-p1')).toMatchObject({
      kind: 'datastore',
      type: 'cluster',
      capacityBytes: 5000,
      accessible: true,
    });
    expect(shown('datastore-9')).toMatchObject({
      datastoreCluster: 'group-p1',
      datacenter: 'datacenter-1',
    });
  });

  it.each([
    ['connected', 'connected'],
    ['disconnected', 'disconnected'],
    ['inaccessible', 'inaccessible'],
    ['orphaned', 'orphaned'],
    ['invalid', 'invalid'],
    ['of a newer vCenter', undefined],
  ])(
    'keeps the power of a machine that is %s beside how it is reached',
    (state, connection) => {
      const known = new ManagedObjects();
      known.put(
        managedObject('VirtualMachine:vm-1', {
          name: 'web',
          'runtime.powerState': 'poweredOn',
          'runtime.connectionState': state,
        }),
      );
      expect(translate('fra', known.get('vm-1')!, known)).toMatchObject({
        power: 'on',
        connection,
      });
    },
  );

  it('names no place that the account cannot see, nor the root folder', () => {
    const known = new ManagedObjects();
    smallVCenter()
      .filter(
        ({ ref }) =>
          !['group-d1', 'group-v1', 'domain-c1', 'resgroup-1'].includes(
            ref.value,
          ),
      )
      .forEach(object => known.put(object));
    const places = (id: string) => translate('fra', known.get(id)!, known);
    expect(places('datacenter-2')).not.toHaveProperty('folder');
    expect(places('datacenter-1')).toMatchObject({ folder: 'group-d2' });
    expect(places('group-d2')).not.toHaveProperty('parent');
    expect(places('vm-1')).toMatchObject({ host: 'host-1' });
    for (const place of ['cluster', 'folder', 'resourcePool']) {
      expect(places('vm-1')).not.toHaveProperty(place);
    }
    expect(places('host-1')).not.toHaveProperty('cluster');
    expect(places('vm-13')).not.toHaveProperty('folder');
  });

  it('knows no operating system of a template that vCenter says none of', () => {
    expect(shown('vm-13')).toMatchObject({ kind: 'template', uuid: '4210' });
    expect(shown('vm-13')).not.toHaveProperty('guestId');
  });

  it('takes a standalone host for a cluster of its own', () => {
    expect(shown('domain-s9')).toMatchObject({
      kind: 'cluster',
      standalone: true,
    });
    expect(shown('host-9')).toMatchObject({ cluster: 'domain-s9' });
  });

  it('shows no uplinks, and nothing without a name', () => {
    expect(shown('dvportgroup-1')).toMatchObject({ type: 'distributed' });
    expect(shown('dvportgroup-9')).toBeUndefined();
    objects.put(managedObject('VirtualMachine:vm-99', {}, ['name']));
    expect(shown('vm-99')).toBeUndefined();
  });

  it('ends where folders lead in a circle, as they may while one is moved', () => {
    const circle = new ManagedObjects();
    circle.put(
      managedObject('Folder:a', { name: 'a', 'parent()': 'Folder:b' }),
    );
    circle.put(
      managedObject('Folder:b', { name: 'b', 'parent()': 'Folder:a' }),
    );
    expect(translate('fra', circle.get('a')!, circle)).toMatchObject({
      kind: 'folder',
    });
  });
});
