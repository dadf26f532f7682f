import { FaultSwitches } from './FaultSwitches';

describe('FaultSwitches', () => {
  it('strike the peer, kind and path that they are for', () => {
    const faults = new FaultSwitches();
    faults.switchOn({ peer: 'vcenter', kind: 'slow', path: 'Login' });
    expect(faults.strike('vcenter', 'slow', '/sdk/Logout')).toBeUndefined();
    expect(faults.strike('netbox', 'slow', '/sdk/Login')).toBeUndefined();
    expect(faults.strike('vcenter', 'slow', '/sdk/Login')).toMatchObject({
      kind: 'slow',
    });
  });

  it('are used up', () => {
    const faults = new FaultSwitches();
    faults.switchOn({ peer: 'forge', kind: 'down', times: 2 });
    const struck = [1, 2, 3].map(() => faults.strike('forge', 'down'));
    expect(struck.map(Boolean)).toEqual([true, true, false]);
    expect(faults.list()).toEqual([]);
  });

  it('are switched off by peer and kind', () => {
    const faults = new FaultSwitches();
    faults.switchOn({ peer: 'forge', kind: 'down' });
    faults.switchOn({ peer: 'forge', kind: 'slow' });
    faults.switchOn({ peer: 'netbox', kind: 'down' });
    faults.switchOff('forge', 'down');
    expect(faults.list()).toHaveLength(2);
    faults.switchOff('forge');
    expect(faults.list()).toEqual([{ peer: 'netbox', kind: 'down' }]);
    faults.switchOff();
    expect(faults.list()).toEqual([]);
  });

  it('tell who listens', () => {
    const faults = new FaultSwitches();
    const listener = jest.fn();
    const end = faults.onSwitchedOn(listener);
    faults.switchOn({ peer: 'forge', kind: 'down' });
    end();
    faults.switchOn({ peer: 'forge', kind: 'slow' });
    expect(listener.mock.calls).toEqual([[{ peer: 'forge', kind: 'down' }]]);
  });
});
