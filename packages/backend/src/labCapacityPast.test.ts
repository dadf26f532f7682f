import { Room } from '@backlot/plugin-vm-inventory-common';
import { makeUpPast } from './labCapacityPast';

const room: Room = {
  total: 100,
  allowed: 90,
  used: 60,
  reserved: 5,
  free: 25,
};
const place = {
  source: 'lab',
  kind: 'datastore' as const,
  id: 'datastore-41',
  name: 'ds',
};

describe('the past of the lab', () => {
  const past = makeUpPast({ source: 'lab', days: 120 });
  const today = { day: '2026-11-21', rooms: { storage: room } };

  it('leads up to today, within what there was room for', async () => {
    const days = await past.daysOf(place, today);

    expect(days).toHaveLength(120);
    expect(days[0].day).toBe('2026-11-20');
    for (const { rooms } of days) {
      const { used, free, allowed } = rooms.storage!;
      expect(used).toBeGreaterThan(0);
      expect(free).toBeGreaterThanOrEqual(0);
      expect(used + free).toBe(allowed);
    }
  });

  it('is the same again, and of the lab only', async () => {
    expect(await past.daysOf(place, today)).toEqual(
      await past.daysOf(place, today),
    );
    expect(await past.daysOf({ ...place, source: 'fra' }, today)).toEqual([]);
  });
});
