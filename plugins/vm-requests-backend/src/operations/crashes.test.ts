import { goodWays, Scenario } from '../__testUtils__/crashes/Scenario';
import {
  failuresEverywhere,
  useMatrix,
} from '../__testUtils__/crashes/useMatrix';

const {
  create,
  'create by policy': createByPolicy,
  adopt,
  ...ofMachines
} = goodWays;
const { rebuild, upgrade, 'more CPUs': moreCpus } = ofMachines;

/** The CPUs are changed before the apply fails, the memory is not. */
const largerRolledBack: Scenario = {
  ...moreCpus,
  name: 'larger, rolled back',
  operation: { operation: 'resize', input: { cpus: 4, memoryMib: 8192 } },
  applyFails: true,
};

describe('crashes in what is done to a machine', () => {
  const matrix = useMatrix();

  it.each<Scenario>([
    ...Object.values(ofMachines),
    largerRolledBack,
    {
      ...largerRolledBack,
      name: `${largerRolledBack.name}, while it is off`,
      isOff: true,
    },
    { ...rebuild, name: 'rebuild, planned anew', applyFails: true },
    { ...upgrade, name: 'upgrade, rolled back', applyFails: true },
  ])('end right everywhere on the way: $name', async scenario => {
    expect(await failuresEverywhere(matrix, scenario)).toEqual([]);
  });
});
