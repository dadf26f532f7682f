/**
 * The MAC addresses of the machines in a network: the answer to
 * `GET /v1/networks/:source/:id/mac-addresses`. Machines that the source's account may not see, or
 * that are not in this network, are not among them.
 *
 * @public
 */
export interface NetworkMacAddresses {
  /** ISO 8601; when the source was asked. */
  asOf: string;
  /**
   * In lower case, with colons, each once: of all network cards of these machines and templates,
   * those in other networks included.
   */
  macAddresses: string[];
}
