/**
 * How long NetBox 4.6.8 took on two cores, in milliseconds: one allocation about 35, a list of 50
 * about 970.
 *
 * @internal
 */
export interface NetBoxDelays {
  read: number;
  write: number;
  /** For taking part in the lock at all. */
  allocation: number;
  /** For each address of an allocation. */
  address: number;
}

/** @internal */
export const observedDelays: NetBoxDelays = {
  read: 10,
  write: 35,
  allocation: 16,
  address: 19,
};

/** @internal */
export const noDelays: NetBoxDelays = {
  read: 0,
  write: 0,
  allocation: 0,
  address: 0,
};

/** @internal */
export async function wait(milliseconds: number): Promise<void> {
  if (milliseconds > 0) {
    await new Promise(resolve => setTimeout(resolve, milliseconds));
  }
}
