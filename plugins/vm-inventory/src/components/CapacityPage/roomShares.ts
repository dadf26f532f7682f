import { Room } from '@backlot/plugin-vm-inventory-common';

/** Shares of a bar, each from 0 to 1; together never more than 1. */
export interface RoomShares {
  used: number;
  reserved: number;
}

/**
 * How much of what may be given away is used and reserved. Where more was given away than policy
 * allows now, the bar is full.
 */
export function roomShares(room: Room): RoomShares {
  const { allowed, used, reserved } = room;
  const whole = Math.max(allowed, used + reserved);
  if (whole === 0) {
    return { used: 0, reserved: 0 };
  }
  return { used: used / whole, reserved: reserved / whole };
}

/** From 0, all is free, to 1. */
export function fullness(room: Room): number {
  const { used, reserved } = roomShares(room);
  return used + reserved;
}
