import * as fc from 'fast-check';
import { inventoryPath } from './inventoryPath';

describe('inventoryPath', () => {
  it('leads from the top to the machine', () => {
    expect(
      inventoryPath({
        datacenter: ['EMEA', 'DC0'],
        folders: ['backlot', 'a/b'],
        machine: '50%\\',
      }),
    ).toBe('/EMEA/DC0/vm/backlot/a%2fb/50%25%5c');
  });

  it('tells its names apart, whatever is in them', () => {
    const names = fc.array(fc.string({ minLength: 1 }), { maxLength: 4 });
    fc.assert(
      fc.property(names, fc.string({ minLength: 1 }), (folders, machine) => {
        const path = inventoryPath({ datacenter: ['DC0'], folders, machine });
        expect(path.split('/').slice(3)).toHaveLength(folders.length + 1);
      }),
    );
  });
});
