import {
  addressesOf,
  RequestAddress,
} from '@backlot/plugin-vm-requests-common';
import {
  allocationKeysOf,
  OperationContext,
  OperationRequest,
} from '@backlot/plugin-vm-requests-node';

type WithTerms = Pick<OperationRequest, 'terms'>;

/** Puts all addresses of a machine to their use. */
export async function activateAddresses(
  { addresses }: Pick<OperationContext, 'addresses'>,
  { terms }: WithTerms,
): Promise<void> {
  await eachKey(terms, key => addresses.activate(key));
}

/** Begins the quarantine of all addresses of a machine. */
export async function deprecateAddresses(
  { addresses }: Pick<OperationContext, 'addresses'>,
  { terms }: WithTerms,
): Promise<void> {
  await eachKey(terms, key => addresses.deprecate(key));
}

/** All calls end before a failure is told: none goes on behind whoever tries again. */
async function eachKey(
  terms: WithTerms['terms'],
  call: (key: string) => Promise<void>,
): Promise<void> {
  const calls = allocationKeysOf(terms).map(call);
  await Promise.allSettled(calls);
  await Promise.all(calls);
}

/** The addresses of a machine, as the subject of a sentence or a part of a list. */
export function addressesInWords(address: RequestAddress): {
  words: string;
  are: string;
  they: string;
} {
  const all = addressesOf(address);
  const several = all.length > 1;
  return {
    words: `${several ? 'addresses' : 'address'} ${all.join(', ')}`,
    are: several ? 'are' : 'is',
    they: several ? 'they are' : 'it is',
  };
}
