import * as fc from 'fast-check';
import { inventoryKinds } from './objects';
import { formatTreeRef, InventoryTreeRef, parseTreeRef } from './tree';

describe('a tree reference', () => {
  it.each<[InventoryTreeRef, string]>([
    [{ kind: 'source', source: 'fra', id: 'fra' }, 'source:fra'],
    [
      { kind: 'resource-pool', source: 'fra', id: 'resgroup-8' },
      'resource-pool:fra/resgroup-8',
    ],
  ])('of %p is %p', (ref, text) => {
    expect(formatTreeRef(ref)).toBe(text);
    expect(parseTreeRef(text)).toEqual(ref);
  });

  it('is read as it was written, whatever the id holds', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...inventoryKinds),
        fc.stringMatching(/^[a-z0-9-]+$/),
        fc.string({ minLength: 1 }),
        (kind, source, id) => {
          const ref = { kind, source, id };
          expect(parseTreeRef(formatTreeRef(ref))).toEqual(ref);
        },
      ),
    );
  });

  it.each([
    '',
    'cluster',
    'cluster:fra',
    'cluster:/x',
    'house:fra/x',
    'source:fra/x',
  ])('is not %p', text => {
    expect(parseTreeRef(text)).toBeUndefined();
  });
});
