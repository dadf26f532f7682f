import { smallCompany } from './smallCompany';
import { companyAddresses } from './companyAddresses';
import { companyMachines } from './companyMachines';

describe('companyMachines', () => {
  const machines = companyMachines(smallCompany);

  it('are as many as the company has, each with a name and address of its own', () => {
    expect(machines).toHaveLength(300);
    expect(new Set(machines.map(({ name }) => name)).size).toBe(300);
    expect(new Set(machines.map(({ ipAddress }) => ipAddress)).size).toBe(300);
    for (const { name } of machines) {
      expect(name).toMatch(/^[a-z][a-z0-9-]{0,62}$/);
    }
  });

  it('are the same ones each time', () => {
    expect(companyMachines(smallCompany)).toEqual(machines);
  });

  it('have addresses inside their network’s prefix that are not the gateway', () => {
    for (const machine of machines) {
      const network = smallCompany.networks.find(
        ({ name }) => name === machine.network,
      )!;
      const prefix = network.prefix.split('/')[0].replace(/\.0$/, '.');
      expect(machine.ipAddress.startsWith(prefix)).toBe(true);
      expect(machine.ipAddress).not.toBe(network.gateway);
    }
  });

  it('use all clusters, the bigger ones more', () => {
    const count = (cluster: string) =>
      machines.filter(machine => machine.cluster === cluster).length;
    expect(count('ams1-dev-01')).toBeGreaterThan(15);
    expect(count('fra1-prod-01')).toBeGreaterThan(2 * count('ams1-dev-01'));
  });

  it('go on beyond the prefixes where there are more than these hold', () => {
    const many = companyMachines({ ...smallCompany, machines: 10_000 });
    expect(new Set(many.map(({ ipAddress }) => ipAddress)).size).toBe(10_000);
    expect(new Set(many.map(({ name }) => name)).size).toBe(10_000);
    const inside = companyAddresses({ ...smallCompany, machines: 10_000 });
    expect(inside).toHaveLength(1000);
    expect(inside[0].dnsName).toMatch(/\.acme\.example$/);
  });
});
