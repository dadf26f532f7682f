import { endStates } from '@backlot/plugin-vm-requests-common';
import { askedBy, generateLedger, idOf, standing } from './generateLedger';

const size = { machines: 300, requests: 1000 };

describe('the ledger of the benchmark', () => {
  const requests = [...generateLedger(size)];

  it('has so many requests that made a machine', () => {
    const made = requests.filter(
      ({ kind, state }) => kind === 'create' && state === 'done',
    );
    expect(made).toHaveLength(size.machines);
  });

  it('has operations only on machines that were made before and stand', () => {
    const stand = new Set<string>();
    const strays = requests.filter(({ id, kind, state, machineId }) => {
      const isNew = kind === 'create';
      const isStray = isNew
        ? machineId !== id
        : !stand.has(machineId) || !endStates.includes(state);
      if (isNew && state === 'done') {
        stand.add(id);
      }
      if (kind === 'decommission') {
        stand.delete(machineId);
      }
      return isStray;
    });
    expect(strays).toEqual([]);
    expect(stand.size).toBe(271);
    const asked = Array.from({ length: stand.size }, (_, index) =>
      idOf(standing(index, size)),
    );
    expect(new Set(asked)).toEqual(stand);
  });

  it('has machines of which several things were asked', () => {
    const asked = new Map<string, number>();
    requests.forEach(({ machineId }) =>
      asked.set(machineId, (asked.get(machineId) ?? 0) + 1),
    );
    expect(Math.max(...asked.values())).toBeGreaterThan(3);
  });

  it('says of a request which one made its machine', () => {
    requests.forEach(({ machineId }, index) =>
      expect(idOf(askedBy(index, size).subject)).toBe(machineId),
    );
  });
});
