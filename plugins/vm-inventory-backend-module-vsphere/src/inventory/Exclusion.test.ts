import { atOnce } from '@backlot/plugin-vm-inventory-node';
import { Exclusion, VSphereExclude } from './Exclusion';
import { InventoryTranslator } from './InventoryTranslator';
import { ManagedObjects } from './ManagedObjects';
import { managedObject, smallVCenter } from './__testUtils__/managedObject';

function collect(exclude: Partial<VSphereExclude>) {
  const objects = new ManagedObjects();
  smallVCenter().forEach(object => objects.put(object));
  const translator = new InventoryTranslator(
    'fra',
    objects,
    new Exclusion(exclude),
  );
  const ids = [...objects.values()].map(({ ref }) => ref.value);
  const shown = ids.filter(id => translator.tell(id));
  return {
    objects,
    translator,
    /** What is missing beside a collection without exclusions. */
    missing: ids.filter(id => !shown.includes(id) && id !== 'dvportgroup-9'),
    reasons: translator
      .leftOut()
      .filter(({ reason }) => reason.startsWith('Excluded')),
  };
}

describe('Exclusion', () => {
  it.each<[Partial<VSphereExclude>, string[]]>([
    [{}, []],
    [
      { datacenters: ['LAB-*'] },
      [
        ...['datacenter-2', 'group-v2', 'group-h2', 'group-s2', 'group-n2'],
        ...['domain-c2', 'host-2', 'resgroup-2', 'datastore-2'],
        ...['dvportgroup-2', 'vm-2'],
      ],
    ],
    [{ clusters: ['alone'] }, ['domain-s9', 'host-9', 'resgroup-9', 'vm-13']],
    [
      { clusters: ['cluster-1'] },
      [
        ...['domain-c1', 'host-1', 'resgroup-1', 'vm-1', 'resgroup-11'],
        ...['resgroup-12', 'resgroup-v13', 'vm-11', 'vm-12'],
      ],
    ],
    [{ folders: ['backup'] }, ['group-v11', 'group-v12', 'vm-11']],
    [{ folders: ['backup/a/b'] }, ['group-v12', 'vm-11']],
    [{ folders: ['backup/*'] }, ['group-v12', 'vm-11']],
    [{ folders: ['a/b', 'vm', 'Europe'] }, []],
    [{ folders: ['*'] }, ['group-v11', 'group-v12', 'vm-11']],
    [{ machines: ['web-?', 'rhel9'] }, []],
    [{ machines: ['web-*'] }, ['vm-1', 'vm-2']],
    [{ templates: ['rhel*'] }, ['vm-13']],
    [{ datastores: ['pod'] }, ['group-p1', 'datastore-9']],
    [{ networks: ['dev-1'] }, ['dvportgroup-1']],
    [{ machines: ['*APP'] }, ['vm-12']],
  ])('leaves out for %j what it names and what is in it', (exclude, ids) => {
    const { missing, reasons } = collect(exclude);
    expect([...missing].sort()).toEqual([...ids].sort());
    expect(reasons.reduce((sum, { objects }) => sum + objects, 0)).toBe(
      ids.length,
    );
  });

  it('says how many for which pattern', () => {
    const { translator } = collect({
      datacenters: ['lab-*'],
      machines: ['deep', 'web-*'],
    });
    expect(translator.leftOut()).toEqual([
      { reason: 'Excluded by exclude.datacenters: lab-*', objects: 10 },
      { reason: 'Excluded by exclude.machines: deep', objects: 1 },
      { reason: 'Excluded by exclude.machines: web-*', objects: 2 },
      {
        reason:
          'Not shown: the uplink of a distributed switch is not a network for machines',
        objects: 1,
      },
    ]);
  });

  it('shows what is renamed or moved out of what is excluded, and no longer what comes into it', () => {
    const { objects, translator } = collect({ folders: ['backup'] });
    const rename = (ref: string, name: string) =>
      objects.apply({
        kind: 'modify',
        ref: managedObject(ref).ref,
        changes: new Map([['name', name]]),
        hidden: [],
      });

    expect(rename('Folder:group-v11', 'restore')).toBe('all');
    expect(
      atOnce(translator.allChanges())
        .map(change => change.type === 'set' && change.object.id)
        .sort(),
    ).toEqual(['group-v11', 'group-v12', 'vm-11']);
    expect(translator.leftOut()).toHaveLength(1);

    rename('Folder:group-v11', 'Backup');
    expect(
      atOnce(translator.allChanges()).map(change => change.type === 'delete'),
    ).toEqual([true, true, true]);
  });

  it('says what the account may read only in part, and keeps what was known of it', () => {
    const { objects, translator } = collect({});
    objects.put(
      managedObject('VirtualMachine:vm-1', { name: 'web-1' }, [
        'summary.config.numCpu',
      ]),
    );
    expect(atOnce(translator.changesOf(new Set(['vm-1'])))).toEqual([
      {
        type: 'set',
        object: expect.objectContaining({ id: 'vm-1', cpus: 2 }),
      },
    ]);
    expect(translator.leftOut()).toContainEqual({
      reason: 'Shown in part: the account may not read all of its properties',
      objects: 1,
    });

    objects.apply({
      kind: 'modify',
      ref: managedObject('VirtualMachine:vm-1').ref,
      changes: new Map([['summary.config.numCpu', 4]]),
      hidden: [],
    });
    atOnce(translator.changesOf(new Set(['vm-1'])));
    expect(translator.leftOut()).toHaveLength(1);
  });
});
