import { goodWays } from '../__testUtils__/crashes/Scenario';
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
const { rebuild, 'more CPUs': moreCpus } = ofMachines;

describe('crashes in what is done to a machine', () => {
  const matrix = useMatrix();

  it.each([
    ...Object.values(ofMachines),
    { ...moreCpus, name: 'more CPUs, rolled back', applyFails: true },
    { ...rebuild, name: 'rebuild, planned anew', applyFails: true },
  ])('end right everywhere on the way: $name', async scenario => {
    expect(await failuresEverywhere(matrix, scenario)).toEqual([]);
  });
});
