import fc from 'fast-check';
import { Room } from '@backlot/plugin-vm-inventory-common';
import { roomShares } from './roomShares';

const amount = fc.integer({ min: 0, max: 2 ** 40 });
const anyRoom: fc.Arbitrary<Room> = fc
  .record({ total: amount, allowed: amount, used: amount, reserved: amount })
  .map(room => ({
    ...room,
    free: Math.max(0, room.allowed - room.used - room.reserved),
  }));

describe('roomShares', () => {
  it('are parts of what may be given away', () => {
    expect(
      roomShares({ total: 50, allowed: 100, used: 25, reserved: 10, free: 65 }),
    ).toEqual({ used: 0.25, reserved: 0.1 });
  });

  it('fill the bar where more was given away than is allowed', () => {
    const { used, reserved } = roomShares({
      total: 50,
      allowed: 50,
      used: 150,
      reserved: 50,
      free: 0,
    });
    expect(used).toBe(0.75);
    expect(reserved).toBe(0.25);
  });

  it('always fit into the bar', () => {
    fc.assert(
      fc.property(anyRoom, room => {
        const { used, reserved } = roomShares(room);
        expect(used).toBeGreaterThanOrEqual(0);
        expect(reserved).toBeGreaterThanOrEqual(0);
        expect(used + reserved).toBeLessThanOrEqual(1 + 1e-9);
      }),
    );
  });
});
