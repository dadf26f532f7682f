import { requestStates } from '@backlot/plugin-vm-requests-common';
import { stateGroups } from './stateGroups';

describe('stateGroups', () => {
  it('has each state in one group', () => {
    expect(
      [...stateGroups.values()].flatMap(group => group.states).sort(),
    ).toEqual([...requestStates].sort());
  });
});
