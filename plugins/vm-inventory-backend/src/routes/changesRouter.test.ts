import {
  exampleInventory,
  MemoryInventoryProvider,
} from '@backlot/plugin-vm-inventory-node/testUtils';
import { startInventory } from '../__testUtils__/startInventory';

const source = 'fra';

describe('waiting for changes', () => {
  it('ends at once when the backend shuts down, with an answer', async () => {
    const provider = new MemoryInventoryProvider({
      source,
      objects: exampleInventory(source),
    });
    const { user, stop } = await startInventory({ providers: [provider] });
    await provider.live();
    const { cursor } = (await user.get('changes')).body;
    const begin = Date.now();
    const waiting = user.get(`changes?wait=20&cursor=${cursor}`).then(
      answer => answer,
      error => error,
    );
    // Answered after the one that waits was taken.
    await user.get('sources');

    await stop();
    const { status, body } = await waiting;

    expect(status).toBe(200);
    expect(body).toMatchObject({ items: [], reset: false });
    expect(Date.now() - begin).toBeLessThan(10_000);
  }, 60_000);
});
