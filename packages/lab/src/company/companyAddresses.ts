import { Company } from './Company';
import { companyMachines } from './companyMachines';

/**
 * The addresses inside the networks' prefixes that the company's machines have from the beginning.
 *
 * @public
 */
export function companyAddresses(
  company: Company,
): { address: string; dnsName: string }[] {
  const domains = new Map(
    company.networks.map(network => [network.name, network.domain]),
  );
  return companyMachines(company)
    .filter(({ isOverflow }) => !isOverflow)
    .map(({ name, network, ipAddress }) => ({
      address: ipAddress,
      dnsName: `${name}.${domains.get(network)}`,
    }));
}
