import { ServiceUnavailableError } from '@backstage/errors';
import { createDnsHook } from './createDnsHook';
import { add, isExactly, nameIsFree, ZoneUpdate } from './message/update';
import { UpdateOutcome } from './server/UpdateClient';

const { signal } = new AbortController();
const machine = {
  id: '01JD0000000000000000000001',
  name: 'web01',
  fqdn: 'web01.dev.acme.example',
  environment: 'development',
  owner: 'group:default/payments',
  addresses: ['10.20.0.17'],
};

/** The hook with a server that answers each update as it is told. */
function hookWith(answers: (update: ZoneUpdate) => UpdateOutcome | Error) {
  const zones: string[] = [];
  const made: ZoneUpdate[] = [];
  const hook = createDnsHook(
    {
      zones: ['dev.acme.example'],
      reverseZones: ['20.10.in-addr.arpa'],
      ttlSeconds: 300,
    },
    {
      async update(update) {
        zones.push(update.zone);
        const answer = answers(update);
        if (answer === 'made') {
          made.push(update);
        }
        if (answer instanceof Error) {
          throw answer;
        }
        return answer;
      },
    },
  );
  return { hook, zones, made };
}

// What it does to a real server's zones is in peers/src/dns.
describe('createDnsHook', () => {
  it('leads from the address only once the name is taken', async () => {
    const { hook, zones } = hookWith(() => new ServiceUnavailableError('away'));
    await expect(
      hook.made(machine, { signal, adopted: false }),
    ).rejects.toThrow('away');
    expect(zones).toEqual(['dev.acme.example']);
  });

  describe('where the records are there without a mark', () => {
    const isThere = ({ prerequisites }: ZoneUpdate): UpdateOutcome =>
      prerequisites.every(
        ({ name, class: kind }) =>
          name.startsWith('_backlot.') === (kind === nameIsFree(name).class),
      )
        ? 'made'
        : 'unmet';

    it("marks them as an adopted machine's by one update that demands them", async () => {
      const { hook, made } = hookWith(isThere);
      expect(await hook.made(machine, { signal, adopted: true })).toBe(
        'Registered: web01.dev.acme.example, 17.0.20.10.in-addr.arpa.',
      );
      const mark = {
        type: 'TXT',
        name: '_backlot.web01.dev.acme.example',
        text: `heritage=backlot,machine=${machine.id}`,
      } as const;
      expect(made).toHaveLength(2);
      expect(made[0]).toEqual({
        zone: 'dev.acme.example',
        prerequisites: [
          isExactly({
            type: 'A',
            name: machine.fqdn,
            address: '10.20.0.17',
          }),
          nameIsFree(mark.name),
        ],
        changes: [add(mark, 300)],
      });
    });

    it('leaves them as they are for a new machine', async () => {
      const { hook, made } = hookWith(isThere);
      await expect(
        hook.made(machine, { signal, adopted: false }),
      ).rejects.toThrow('and not by Backlot for this machine');
      expect(made).toEqual([]);
    });
  });

  it('removes what it can where one of the zones is out of order', async () => {
    const { hook, zones } = hookWith(({ zone }) =>
      zone === 'dev.acme.example'
        ? new ServiceUnavailableError('away')
        : 'made',
    );
    await expect(hook.ended(machine, { signal })).rejects.toThrow('away');
    expect(zones).toEqual(['dev.acme.example', '20.10.in-addr.arpa']);
  });

  it('removes nothing that does not have its mark', async () => {
    const { hook } = hookWith(({ prerequisites }) =>
      prerequisites.some(({ name }) => name.startsWith('_backlot.'))
        ? 'unmet'
        : 'made',
    );
    expect(await hook.ended(machine, { signal })).toBe(
      'Backlot has nothing registered for web01.dev.acme.example.',
    );
  });
});
