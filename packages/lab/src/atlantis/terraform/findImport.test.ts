import { createMockDirectory } from '@backstage/backend-test-utils';
import { LabMachine } from '../../vcenter/machines/LabMachines';
import { variablesOf } from '../__testUtils__/projectFiles';
import { findImport } from './findImport';
import { plainDisk } from './plainHardware';
import { variablesSchema } from './variables';

const labels = ['Hard disk 1', 'Hard disk 2'];

const machine: LabMachine = {
  moid: 'vm-7',
  uuid: '4210-uuid',
  instanceUuid: '5010-uuid',
  name: 'a/b',
  cpus: 2,
  memoryMib: 4096,
  disks: labels.map(label => ({ label, sizeGib: 40, thin: true })),
  networkCards: [],
  poweredOn: true,
} as Partial<LabMachine> as LabMachine;

describe('findImport', () => {
  const directory = createMockDirectory();
  const paths: (string | undefined)[] = [];

  function importWith(providerVersion: string, found = true) {
    directory.setContent({
      'import.tf':
        'import {\n  to = module.vm.x\n  id = "/fra1/vm/team%2fshop/a%2Fb"\n}\n',
    });
    return findImport(
      directory.path,
      variablesSchema.parse(
        variablesOf('a', { disks: [plainDisk(0, 40), plainDisk(1, 40)] }),
      ),
      {
        find(query) {
          paths.push('path' in query ? query.path : undefined);
          return found ? machine : undefined;
        },
      },
      providerVersion,
    );
  }

  // Seen with both on the vCenter simulator.
  it.each([
    ['1.26.0', ['disk0', 'disk1']],
    ['2.16.1', labels],
  ])('finds the labels of disks that %s gives', async (version, expected) => {
    const importing = await importWith(version);

    expect(importing?.id).toBe('/fra1/vm/team%2fshop/a%2Fb');
    expect(paths.pop()).toBe('/fra1/vm/team/shop/a/b');
    const disks = importing?.machine.attributes.disk as { label: string }[];
    expect(disks.map(({ label }) => label)).toEqual(expected);
  });

  it("says in the provider's words that there is no such machine", async () => {
    await expect(importWith('1.26.0', false)).rejects.toMatchObject({
      diagnostics: [
        {
          summary:
            "error fetching virtual machine: vm '/fra1/vm/team%2fshop/a%2Fb' not found",
        },
      ],
    });
  });
});
