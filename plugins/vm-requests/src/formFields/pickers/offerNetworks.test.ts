import { offerNetworks } from './offerNetworks';

const network = (name: string) => ({
  name,
  prefix: '10.0.0.0/24',
  gateway: '10.0.0.1',
  dnsServers: [],
  domain: 'acme.example',
});
const inventory = {
  networks: [
    { id: 'n1', name: 'app' },
    { id: 'n2', name: 'db' },
  ],
  clusters: [
    { name: 'c1', networks: ['n1'] },
    { name: 'c2', networks: ['n1', 'n2'] },
  ],
};

describe('offerNetworks', () => {
  it('offers what any allowed cluster reaches', () => {
    expect(
      offerNetworks([network('app'), network('db')], inventory).map(
        ({ value, disabled }) => [value, disabled],
      ),
    ).toEqual([
      ['app', false],
      ['db', false],
    ]);
  });

  it('does not offer what the chosen cluster does not reach, and says so', () => {
    expect(
      offerNetworks([network('db')], { ...inventory, cluster: 'c1' }),
    ).toEqual([
      {
        value: 'db',
        label: 'db',
        disabled: true,
        detail: '10.0.0.0/24, acme.example – not reachable from c1',
      },
    ]);
  });

  it('does not offer what the inventory lacks, or no cluster reaches', () => {
    expect(
      offerNetworks([network('app'), network('old')], {
        ...inventory,
        clusters: [],
      }).map(({ detail }) => detail),
    ).toEqual([
      '10.0.0.0/24, acme.example – not reachable from any cluster that is allowed',
      '10.0.0.0/24, acme.example – not in the inventory',
    ]);
  });

  it('finds a name that several networks have, whichever is reached', () => {
    const [choice] = offerNetworks([network('db')], {
      networks: [
        { id: 'other', name: 'db' },
        { id: 'n2', name: 'db' },
      ],
      clusters: inventory.clusters,
    });
    expect(choice.disabled).toBe(false);
  });
});
