/** What became of a guest's network configuration. */
export interface GuestNetwork {
  /** The IPv4 address of each card, in their order; undefined where the card got none. */
  addresses: (string | undefined)[];
  /** The IPv6 address of each card, likewise; absent where none has one. */
  ipv6?: (string | undefined)[];
  /** The address by which others reach the guest; undefined when nobody does. */
  reachedBy?: string;
}
