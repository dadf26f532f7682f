import { Room } from './Capacity';

/**
 * Room from its parts.
 *
 * @internal
 */
export function room(
  total: number,
  allowed: number,
  used: number,
  reserved: number,
): Room {
  return {
    total,
    allowed,
    used,
    reserved,
    free: Math.max(0, allowed - used - reserved),
  };
}
