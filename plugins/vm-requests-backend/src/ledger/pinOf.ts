import { ConflictError } from '@backstage/errors';
import { RequestTerms, TerraformPin } from '@backlot/plugin-vm-requests-node';

/**
 * Module and provider of the machine of a request.
 *
 * @throws ConflictError where the first release made the machine
 */
export function pinOf({
  fqdn,
  terms: { terraform },
}: {
  fqdn: string;
  terms: Pick<RequestTerms, 'terraform'>;
}): TerraformPin {
  if (!terraform) {
    throw new ConflictError(
      `Nobody knows which module and provider ${fqdn} is pinned to: Backlot's first release, which made it, did not write that down. Decommission it, and request it again.`,
    );
  }
  return terraform;
}
