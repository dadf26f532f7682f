import { exampleMachine } from '@backlot/plugin-vm-inventory-node/testUtils';
import { memoryStore } from '../__testUtils__/memoryStore';
import { SourceHistory } from './SourceHistory';

const source = 'fra';
const at = (seq: number) => ({ epoch: 'test', seq });

describe('SourceHistory', () => {
  it('forgets old steps although they changed nothing', () => {
    const history = new SourceHistory(at(0));
    for (let seq = 1; seq <= 20_000; seq++) {
      history.add([], at(seq));
    }

    expect(history.since(at(9_999), 0, 1)).toBeUndefined();
    expect(history.since(at(10_000), 0, 1)).toEqual({
      changes: [],
      position: at(20_000),
      skip: 0,
    });
  });

  it('stays where it is while what is seen is what was known', async () => {
    const store = memoryStore();
    const writer = { source, fencing: 1 };
    await store.replace(writer, [exampleMachine(source, 1)]);
    const { position } = store.historyOf(source);
    await store.replace(writer, [exampleMachine(source, 1)]);
    await store.apply(writer, [
      { type: 'set', object: exampleMachine(source, 1) },
    ]);

    expect(store.historyOf(source).position).toBe(position);
  });
});
