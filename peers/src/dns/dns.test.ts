import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createBackendPlugin } from '@backstage/backend-plugin-api';
import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import { JsonObject } from '@backstage/types';
import dnsModule from '@backlot/plugin-vm-requests-backend-module-dns';
import {
  HookedMachine,
  MachineHook,
  vmRequestMachineHooksExtensionPoint,
} from '@backlot/plugin-vm-requests-node';
import { freePort } from '../freePort';
import { RunningNamed, startNamed } from './startNamed';

const { signal } = new AbortController();

/** The hook that the module brings with a configuration. */
async function hookOf(dns: JsonObject): Promise<MachineHook> {
  const hooks: MachineHook[] = [];
  const ledger = createBackendPlugin({
    pluginId: 'vm-requests',
    register(env) {
      env.registerExtensionPoint(vmRequestMachineHooksExtensionPoint, {
        addHook: hook => {
          hooks.push(hook);
        },
      });
      env.registerInit({ deps: {}, async init() {} });
    },
  });
  const backend = await startTestBackend({
    features: [
      ledger,
      dnsModule,
      mockServices.rootConfig.factory({ data: { vmRequests: { dns } } }),
    ],
  });
  await backend.stop();
  return hooks[0];
}

function machine(
  name: string,
  addresses: string[],
  id = `01JD000000000000000000${name.toUpperCase().padStart(4, '0')}`,
): HookedMachine {
  return {
    id,
    name,
    fqdn: `${name}.dev.acme.example`,
    environment: 'development',
    owner: 'group:default/payments',
    addresses,
  };
}

describe("machines in BIND's zones", () => {
  let directory: string;
  let named: RunningNamed;
  let hook: MachineHook;

  const start = (port?: number) =>
    startNamed({
      directory,
      port,
      records: {
        'dev.acme.example': ['print A 10.20.0.9', 'mail TXT "of mail"'],
        '20.10.in-addr.arpa': ['9.0 PTR print.dev.acme.example.'],
        '8.b.d.0.1.0.0.2.ip6.arpa': [],
      },
    });

  const configuration = (changes: JsonObject = {}): JsonObject => ({
    server: named.host,
    port: named.port,
    key: { ...named.key },
    zones: ['dev.acme.example'],
    reverseZones: ['20.10.in-addr.arpa', '8.b.d.0.1.0.0.2.ip6.arpa'],
    ttl: { minutes: 5 },
    timeout: { seconds: 5 },
    ...changes,
  });

  /** What is registered, by kind; nothing where there is nothing. */
  const lookUp = async (name: string, type: 'A' | 'AAAA' | 'TXT' | 'PTR') => {
    const { resolver } = named;
    const byType = {
      A: () => resolver.resolve4(name),
      AAAA: () => resolver.resolve6(name),
      PTR: () => resolver.resolvePtr(name),
      TXT: async () => (await resolver.resolveTxt(name)).flat(),
    };
    return byType[type]().catch((error: NodeJS.ErrnoException) => {
      if (['ENOTFOUND', 'ENODATA'].includes(error.code ?? '')) {
        return [];
      }
      throw error;
    });
  };

  const make = (what: HookedMachine, adopted = false) =>
    hook.made(what, { signal, adopted });
  const end = (what: HookedMachine) => hook.ended(what, { signal });

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'named-'));
    named = await start();
    hook = await hookOf(configuration());
  });

  afterAll(async () => {
    await named.close();
    await rm(directory, { recursive: true });
  });

  it('are found by name and by address while they live, and no longer', async () => {
    const web = machine('web01', ['10.20.0.17', '2001:db8::17']);
    const pointer = `7.1.${'0.'.repeat(22)}8.b.d.0.1.0.0.2.ip6.arpa`;

    expect(await make(web)).toBe(
      `Registered: web01.dev.acme.example, 17.0.20.10.in-addr.arpa, ${pointer}.`,
    );
    expect(await lookUp(web.fqdn, 'A')).toEqual(['10.20.0.17']);
    expect(await lookUp(web.fqdn, 'AAAA')).toEqual(['2001:db8::17']);
    expect(await named.resolver.reverse('10.20.0.17')).toEqual([web.fqdn]);
    expect(await named.resolver.reverse('2001:db8::17')).toEqual([web.fqdn]);
    expect(
      await named.resolver.resolve4(web.fqdn, { ttl: true }),
    ).toMatchObject([{ ttl: 300 }]);

    expect(await end(web)).toContain('Registered no more: web01.dev');
    for (const name of [web.fqdn, `_backlot.${web.fqdn}`, pointer]) {
      for (const type of ['A', 'AAAA', 'TXT', 'PTR'] as const) {
        expect(await lookUp(name, type)).toEqual([]);
      }
    }
  });

  it('are registered once, and removed once, however often that is asked for', async () => {
    const web = machine('web02', ['10.20.0.18']);
    const words = await make(web);
    expect(await make(web)).toBe(words);
    expect(await lookUp(web.fqdn, 'A')).toEqual(['10.20.0.18']);

    await end(web);
    expect(await end(web)).toBe(
      'Backlot has nothing registered for web02.dev.acme.example.',
    );
  });

  it("never take a name or an address that is somebody else's", async () => {
    const print = machine('print', ['10.20.0.40']);
    await expect(make(print)).rejects.toThrow(
      'print.dev.acme.example is registered in the zone dev.acme.example, and not by Backlot for this machine.',
    );
    await end(print);
    expect(await lookUp(print.fqdn, 'A')).toEqual(['10.20.0.9']);

    // Of another kind, too: a name of mail is no machine's.
    await expect(make(machine('mail', ['10.20.0.41']))).rejects.toThrow(
      'mail.dev.acme.example is registered',
    );

    const web = machine('web03', ['10.20.0.9']);
    await expect(make(web)).rejects.toThrow(
      '9.0.20.10.in-addr.arpa is registered in the zone 20.10.in-addr.arpa',
    );
    await end(web);
    expect(await lookUp('9.0.20.10.in-addr.arpa', 'PTR')).toEqual([print.fqdn]);
  });

  it('never take the name of another machine of Backlot, and get it once that is gone', async () => {
    const first = machine('web04', ['10.20.0.19']);
    const second = { ...machine('web04', ['10.20.0.20']), id: 'SECOND' };
    await make(first);
    await expect(make(second)).rejects.toThrow('not by Backlot for this');
    await end(second);
    expect(await lookUp(first.fqdn, 'A')).toEqual(['10.20.0.19']);

    await end(first);
    await make(second);
    expect(await lookUp(first.fqdn, 'A')).toEqual(['10.20.0.20']);
    await end(second);
  });

  it('get the mark that their own records lack when they are adopted', async () => {
    const web = machine('web09', ['10.20.0.25']);
    const pointer = '25.0.20.10.in-addr.arpa';
    await named.update('dev.acme.example', `add ${web.fqdn} 60 A 10.20.0.25`);
    await named.update(
      '20.10.in-addr.arpa',
      `add ${pointer} 60 PTR ${web.fqdn}`,
    );
    await expect(make(web)).rejects.toThrow('not by Backlot for this machine');
    // Of another address, they are not the machine's own.
    const other = { ...web, addresses: ['10.20.0.26'] };
    await expect(make(other, true)).rejects.toThrow('not by Backlot for this');
    expect(await lookUp(`_backlot.${web.fqdn}`, 'TXT')).toEqual([]);

    const words = await make(web, true);
    expect(await make(web, true)).toBe(words);
    expect(await lookUp(web.fqdn, 'A')).toEqual(['10.20.0.25']);
    expect(await lookUp(`_backlot.${web.fqdn}`, 'TXT')).toEqual([
      `heritage=backlot,machine=${web.id}`,
    ]);

    await end(web);
    for (const name of [web.fqdn, `_backlot.${web.fqdn}`, pointer]) {
      for (const type of ['A', 'TXT', 'PTR'] as const) {
        expect(await lookUp(name, type)).toEqual([]);
      }
    }
  });

  it('leave what others made of their name', async () => {
    const web = machine('web05', ['10.20.0.21']);
    await make(web);
    await named.update(
      'dev.acme.example',
      `add ${web.fqdn} 60 A 10.20.0.99`,
      `add ${web.fqdn} 60 TXT "of others"`,
    );
    await end(web);
    expect(await lookUp(web.fqdn, 'A')).toEqual(['10.20.0.99']);
    expect(await lookUp(web.fqdn, 'TXT')).toEqual(['of others']);
    expect(await lookUp(`_backlot.${web.fqdn}`, 'TXT')).toEqual([]);
  });

  it('are registered nowhere outside the zones', async () => {
    const far = { ...machine('web06', ['10.20.0.22']), fqdn: 'web06.example' };
    expect(await make(far)).toBe(
      'web06.example is in none of the zones of vmRequests.dns, so it is not registered.',
    );
  });

  it('say what a server refuses', async () => {
    const web = machine('web07', ['10.20.0.23']);
    const made = async (changes: JsonObject, what = web) =>
      (await hookOf(configuration(changes))).made(what, {
        signal,
        adopted: false,
      });
    const answered = (words: string) => `127.0.0.1 answered ${words} to`;

    await expect(
      made({ key: { ...named.key, name: 'another' } }),
    ).rejects.toThrow(answered('NOTAUTH (BADKEY)'));
    const secret = randomBytes(32).toString('base64');
    await expect(made({ key: { ...named.key, secret } })).rejects.toThrow(
      answered('NOTAUTH (BADSIG)'),
    );
    await expect(
      made({ zones: ['other.example'] }, { ...web, fqdn: 'a.other.example' }),
    ).rejects.toThrow(answered('NOTAUTH'));
    expect(await lookUp(web.fqdn, 'A')).toEqual([]);
  });

  it('say that a server is away, and are registered when it is back', async () => {
    const web = machine('web08', ['10.20.0.24']);
    const { port } = named;
    await named.close();
    await expect(make(web)).rejects.toThrow(
      `127.0.0.1 does not answer at port ${port}; caused by Error: connect ECONNREFUSED`,
    );
    named = await start(port);
    await make(web);
    expect(await lookUp(web.fqdn, 'A')).toEqual(['10.20.0.24']);

    const closed = await freePort();
    const away = await hookOf(configuration({ port: closed }));
    await expect(away.ended(web, { signal })).rejects.toThrow(`${closed}`);
    expect(await lookUp(web.fqdn, 'A')).toEqual(['10.20.0.24']);
  });
});
