import { Room } from './Capacity';

/**
 * All rooms together. What one has too little of does not take away what another has free.
 *
 * @public
 */
export function sumRooms(rooms: Iterable<Room>): Room {
  const sum: Room = { total: 0, allowed: 0, used: 0, reserved: 0, free: 0 };
  for (const room of rooms) {
    sum.total += room.total;
    sum.allowed += room.allowed;
    sum.used += room.used;
    sum.reserved += room.reserved;
    sum.free += room.free;
  }
  return sum;
}
