/**
 * What requests need besides the inventory.
 *
 * @public
 */
export type PeerName = 'netbox' | 'forge' | 'atlantis';

/**
 * All peers, in the order in which a request comes to them.
 *
 * @public
 */
export const peerNames: readonly PeerName[] = ['netbox', 'forge', 'atlantis'];

/**
 * One step of a connection test.
 *
 * @public
 */
export interface PeerTestStep {
  name: string;
  ok: boolean;
  /** What was seen, or what is wrong and what to do about it. */
  detail: string;
}

/**
 * The answer to `GET /v1/peers/:peer/test`.
 *
 * @public
 */
export interface PeerTest {
  peer: PeerName;
  /** Whether all steps went well. */
  ok: boolean;
  steps: PeerTestStep[];
}
