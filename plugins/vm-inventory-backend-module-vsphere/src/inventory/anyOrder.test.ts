import fc from 'fast-check';
import { InventoryObject } from '@backlot/plugin-vm-inventory-common';
import { atOnce, InventoryChange } from '@backlot/plugin-vm-inventory-node';
import { ObjectContent } from '../propertyCollector/ObjectContent';
import { ObjectUpdate } from '../propertyCollector/ObjectUpdate';
import { VimValue } from '../propertyCollector/values';
import { Exclusion, VSphereExclude } from './Exclusion';
import { InventoryTranslator } from './InventoryTranslator';
import { ManagedObjects } from './ManagedObjects';
import { managedObject, smallVCenter } from './__testUtils__/managedObject';

const source = 'fra';
const objects = smallVCenter();
const idsOf = (...types: string[]) =>
  objects
    .map(({ ref }) => ref)
    .filter(({ type }) => types.includes(type))
    .map(({ type, value }) => `${type}:${value}`);

const folders = idsOf('Folder', 'Datacenter', 'StoragePod');
const pools = idsOf('ResourcePool', 'VirtualApp');
const clusters = idsOf('ClusterComputeResource', 'ComputeResource');
const hosts = idsOf('HostSystem');

const refTo = (ids: string[]) =>
  fc
    .constantFrom(...ids, 'Folder:unknown')
    .map(ref => managedObject(ref).ref as VimValue);
const name = fc.constantFrom<VimValue>('web-1', 'backup', 'lab-1', 'a%2fb', '');
const flag = fc.boolean() as fc.Arbitrary<VimValue>;

/** What may change of an object, by its type. */
function propertiesOf(type: string): Record<string, fc.Arbitrary<VimValue>> {
  switch (type) {
    case 'VirtualMachine':
      return {
        name,
        parent: refTo(folders),
        resourcePool: refTo(pools),
        'runtime.host': refTo(hosts),
        'runtime.powerState': fc.constantFrom('poweredOn', 'poweredOff'),
        'runtime.connectionState': fc.constantFrom('connected', 'inaccessible'),
        'summary.config.template': flag,
        'summary.config.numCpu': fc.constantFrom(1, 2),
      };
    case 'ResourcePool':
    case 'VirtualApp':
      return {
        name,
        parent: refTo([...pools, ...clusters]),
        owner: refTo(clusters),
      };
    case 'HostSystem':
      return { name, parent: refTo(clusters) };
    case 'DistributedVirtualPortgroup':
      return { name, parent: refTo(folders), 'config.uplink': flag };
    default:
      return { name, parent: refTo(folders) };
  }
}

/** A change of one object, its properties in any grouping; null unsets one. */
const change: fc.Arbitrary<ObjectUpdate> = fc
  .constantFrom(...objects)
  .chain(({ ref, properties }) =>
    fc.oneof(
      {
        weight: 6,
        arbitrary: fc
          .record(
            Object.fromEntries(
              Object.entries(propertiesOf(ref.type)).map(([path, values]) => [
                path,
                fc.option(values, { freq: 8 }),
              ]),
            ),
            { requiredKeys: [] },
          )
          .map(changes => update('modify', { ref }, changes)),
      },
      {
        weight: 1,
        arbitrary: fc.constant(update('leave', { ref }, {})),
      },
      {
        weight: 2,
        arbitrary: fc.constant(
          update('enter', { ref }, Object.fromEntries(properties)),
        ),
      },
    ),
  );

function update(
  kind: ObjectUpdate['kind'],
  { ref }: Pick<ObjectContent, 'ref'>,
  changes: Record<string, VimValue | null | undefined>,
): ObjectUpdate {
  return {
    kind,
    ref,
    changes: new Map(
      Object.entries(changes).map(([path, value]) => [
        path,
        value ?? undefined,
      ]),
    ),
    hidden: [],
  };
}

/** What a vCenter holds after these updates. A modification of what is not there is none. */
function after(sets: ObjectUpdate[][]): {
  sent: ObjectUpdate[][];
  state: ObjectContent[];
} {
  const state = new Map(objects.map(object => [object.ref.value, object]));
  const sent = sets.map(set =>
    set.filter(({ kind, ref, changes }) => {
      const known = state.get(ref.value);
      if (kind !== 'enter' && !known) {
        return false;
      }
      if (kind === 'leave') {
        state.delete(ref.value);
        return true;
      }
      const properties = new Map(kind === 'enter' ? [] : known!.properties);
      changes.forEach((value, path) =>
        value === undefined
          ? properties.delete(path)
          : properties.set(path, value),
      );
      state.set(ref.value, { ref, properties, hidden: [] });
      return true;
    }),
  );
  return { sent, state: [...state.values()] };
}

class Follower {
  readonly shown = new Map<string, InventoryObject>();
  readonly #objects = new ManagedObjects();
  readonly translator: InventoryTranslator;

  constructor(content: ObjectContent[], exclude: Partial<VSphereExclude>) {
    this.translator = new InventoryTranslator(
      source,
      this.#objects,
      new Exclusion(exclude),
    );
    content.forEach(object => this.#objects.put(object));
    content.forEach(({ ref }) => {
      const object = this.translator.tell(ref.value);
      if (object) {
        this.shown.set(object.id, object);
      }
    });
  }

  follow(set: ObjectUpdate[]): void {
    const calledFor = set.map(each => this.#objects.apply(each));
    const changes = atOnce(
      calledFor.includes('all')
        ? this.translator.allChanges()
        : this.translator.changesOf(
            new Set(
              set
                .filter((_, index) => calledFor[index] === 'itself')
                .map(({ ref }) => ref.value),
            ),
          ),
    );
    changes.forEach(each => this.#show(each));
  }

  #show(each: InventoryChange): void {
    if (each.type === 'set') {
      this.shown.set(each.object.id, each.object);
    } else {
      this.shown.delete(each.id);
    }
  }
}

describe('any order of changes', () => {
  it('ends with what a fresh load of the final state shows', () => {
    const excluding = fc.constantFrom<Partial<VSphereExclude>>(
      {},
      { datacenters: ['lab-*'], folders: ['backup'] },
      { clusters: ['lab-1'], machines: ['web-*'], templates: ['backup'] },
    );
    fc.assert(
      fc.property(
        fc.array(fc.array(change, { maxLength: 5 }), { maxLength: 12 }),
        excluding,
        (sets, exclude) => {
          const { sent, state } = after(sets);
          const following = new Follower(objects, exclude);
          sent.forEach(set => following.follow(set));
          const loaded = new Follower(state, exclude);
          expect(following.shown).toEqual(loaded.shown);
          expect(following.translator.leftOut()).toEqual(
            loaded.translator.leftOut(),
          );
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('never shows an object in a place that is not shown', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(change, { maxLength: 5 }), { maxLength: 12 }),
        sets => {
          const following = new Follower(objects, {});
          after(sets).sent.forEach(set => following.follow(set));
          expect(placesNotShown(following.shown)).toEqual([]);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('does not depend on how the changes of an object are grouped', () => {
    fc.assert(
      fc.property(
        fc.array(change, { maxLength: 10 }),
        fc.array(fc.nat({ max: 9 })),
        (changes, cuts) => {
          const [sent] = after([changes]).sent;
          const together = new Follower(objects, {});
          together.follow(sent);
          const apart = new Follower(objects, {});
          const borders = [...new Set([0, ...cuts])].sort((a, b) => a - b);
          borders.forEach((border, index) => {
            const part = sent.slice(border, borders[index + 1]);
            // A modification of several properties may come as several, too.
            part.forEach(each => pieces(each).forEach(p => apart.follow([p])));
          });
          expect(apart.shown).toEqual(together.shown);
        },
      ),
      { numRuns: 500 },
    );
  });
});

/** What an object names as its place, and is not shown. */
function placesNotShown(shown: ReadonlyMap<string, InventoryObject>): string[] {
  const places = [
    'datacenter',
    'folder',
    'parent',
    'cluster',
    'host',
    'resourcePool',
    'datastoreCluster',
  ];
  return [...shown.values()].flatMap(object =>
    places
      .map(place => object[place as keyof InventoryObject])
      .filter(id => id !== undefined && !shown.has(id)),
  ) as string[];
}

function pieces(each: ObjectUpdate): ObjectUpdate[] {
  return each.kind === 'modify'
    ? [...each.changes].map(one => ({ ...each, changes: new Map([one]) }))
    : [each];
}
