import { planEntries, reverseNameOf, zoneOf } from './planEntries';

const zones = ['acme.example', 'dev.acme.example'];
const reverseZones = ['20.10.in-addr.arpa', '8.b.d.0.1.0.0.2.ip6.arpa'];
const machine = {
  id: '01JD0000000000000000000001',
  fqdn: 'Web01.dev.acme.example',
  addresses: ['10.20.0.17', '2001:db8::1', '192.168.0.1'],
};

describe('planEntries', () => {
  it('has the name in the closest zone, and each address that a reverse zone holds', () => {
    const name = 'web01.dev.acme.example';
    const entries = planEntries(machine, { zones, reverseZones });
    const six = `1.${'0.'.repeat(23)}8.b.d.0.1.0.0.2.ip6.arpa`;
    expect(entries.map(({ zone, name: of }) => [zone, of])).toEqual([
      ['dev.acme.example', name],
      ['20.10.in-addr.arpa', '17.0.20.10.in-addr.arpa'],
      ['8.b.d.0.1.0.0.2.ip6.arpa', six],
    ]);
    expect(entries[0].records).toEqual([
      { type: 'A', name, address: '10.20.0.17' },
      { type: 'AAAA', name, address: '2001:db8::1' },
      { type: 'A', name, address: '192.168.0.1' },
    ]);
    expect(entries[1].records).toEqual([
      { type: 'PTR', name: '17.0.20.10.in-addr.arpa', target: name },
    ]);
    expect(entries.map(({ mark }) => mark)).toEqual(
      entries.map(entry => ({
        type: 'TXT',
        name: `_backlot.${entry.name}`,
        text: 'heritage=backlot,machine=01JD0000000000000000000001',
      })),
    );
  });

  it('has no address of a name that is in no zone', () => {
    expect(
      planEntries(machine, { zones: ['other.example'], reverseZones }),
    ).toEqual([]);
  });

  it('has nothing of a machine without addresses', () => {
    expect(
      planEntries({ ...machine, addresses: [] }, { zones, reverseZones }),
    ).toEqual([]);
  });
});

describe('zoneOf', () => {
  it.each([
    ['web01.dev.acme.example', 'dev.acme.example'],
    ['web01.acme.example', 'acme.example'],
    ['web01.dev.other.example', undefined],
    // Neither a zone's own name, nor one that only ends alike.
    ['acme.example', undefined],
    ['web01.notacme.example', undefined],
  ])('of %s is %s', (name, zone) => {
    expect(zoneOf(name, zones)).toBe(zone);
  });
});

describe('reverseNameOf', () => {
  it('is what an address is looked up by', () => {
    expect(reverseNameOf('10.20.0.17')).toBe('17.0.20.10.in-addr.arpa');
    expect(reverseNameOf('2001:db8::1')).toBe(
      `1.${'0.'.repeat(23)}8.b.d.0.1.0.0.2.ip6.arpa`,
    );
  });
});
