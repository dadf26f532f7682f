import fc from 'fast-check';
import { Room } from './Capacity';
import { sumRooms } from './sumRooms';

const amount = fc.integer({ min: 0, max: 2 ** 40 });
const anyRoom: fc.Arbitrary<Room> = fc
  .record({ total: amount, allowed: amount, used: amount, reserved: amount })
  .map(room => ({
    ...room,
    free: Math.max(0, room.allowed - room.used - room.reserved),
  }));

describe('sumRooms', () => {
  it('adds up, in whatever order', () => {
    fc.assert(
      fc.property(fc.array(anyRoom), rooms => {
        const sum = sumRooms(rooms);
        expect(sumRooms([...rooms].reverse())).toEqual(sum);
        expect(sum.free).toBe(rooms.reduce((all, { free }) => all + free, 0));
      }),
    );
  });
});
