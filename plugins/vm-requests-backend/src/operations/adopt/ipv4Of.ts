import { ConflictError } from '@backstage/errors';
import {
  familiesOf,
  NetworkFamily,
  PolicyNetwork,
} from '@backlot/plugin-vm-requests-common';

/**
 * Where the address of an adopted machine is from: machines are adopted by their IPv4 addresses.
 *
 * @throws ConflictError when the network has none
 */
export function ipv4Of(network: PolicyNetwork): NetworkFamily {
  const ipv4 = familiesOf(network).find(({ family }) => family === 'ipv4');
  if (!ipv4) {
    throw new ConflictError(
      `Network ${network.name} has no IPv4 prefix, by which machines are adopted.`,
    );
  }
  return ipv4;
}
