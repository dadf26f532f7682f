import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildPeers } from '../buildPeers';
import { machineVariables } from '../chain/machineFiles';
import {
  startVCenterSimulator,
  VCenterSimulator,
} from '../startVCenterSimulator';
import { vsphereProvider } from '../vsphereProvider';
import { ConfigReader } from './__testUtils__/ConfigReader';
import { TemplateBackend } from './__testUtils__/TemplateBackend';
import { TerraformRoot } from './__testUtils__/TerraformRoot';
import { expectedRefusal } from './__testUtils__/oddTemplates';

jest.setTimeout(600_000);

const { version: providerVersion } = vsphereProvider();
const onScsi = [
  'eager-zeroed',
  'reserved',
  'thick',
  'tuned',
  'two-controllers',
];

describe('machines of odd templates, by the real provider on the simulator', () => {
  let directory: string;
  let simulator: VCenterSimulator;
  let backend: TemplateBackend;
  let configs: ConfigReader;
  let terraform: TerraformRoot;

  beforeAll(async () => {
    await buildPeers();
    directory = await mkdtemp(join(tmpdir(), 'backlot-templates-'));
    simulator = await startVCenterSimulator({
      directory,
      password: 'the password of the test',
      size: { clusters: 1, hosts: 1, machines: 0, datastores: 1 },
      templates: [],
      oddTemplates: true,
    });
    backend = await TemplateBackend.start(simulator);
    configs = await ConfigReader.login(simulator);
    terraform = await TerraformRoot.create(
      join(directory, 'terraform'),
      simulator,
    );
  });

  afterAll(async () => {
    await backend?.close();
    await simulator?.close();
    await rm(directory, { recursive: true, force: true });
  });

  function select(
    template: string,
    asked: { cpus: number; memoryMib: number; disksGib?: number[] },
  ) {
    return backend.select({
      source: 'simulator',
      network: 'DC0_DVPG0',
      template,
      folder: 'backlot/development',
      providerVersion,
      ...asked,
    });
  }

  async function variablesOf(
    name: string,
    template: string,
    asked: { cpus: number; memoryMib: number; disksGib?: number[] },
  ) {
    const { placement, hardware, network } = await select(template, asked);
    return {
      ...machineVariables(name, {
        ...placement,
        network_id: network.id,
        network: network.name,
      }),
      placement,
      hardware,
    };
  }

  async function expectRefused(template: string, [words]: string[]) {
    const refused = select(template, { cpus: 2, memoryMib: 4096 });
    await expect(refused).rejects.toThrow(words);
    await expect(refused).rejects.toThrow(
      `Template '${template}' cannot be used with version ${providerVersion} of the Terraform provider.`,
    );
  }

  it('makes each that the provider keeps what its template is, and resizes it in place', async () => {
    const templates = await backend.templates();
    const usable: string[] = [];
    for (const name of onScsi) {
      const refusal = expectedRefusal(templates.get(name)!);
      if (refusal.length === 0) {
        usable.push(name);
      } else {
        await expectRefused(name, refusal);
      }
    }
    const asIs: Record<string, unknown> = {};
    const larger: Record<string, unknown> = {};
    for (const name of usable) {
      const { cpus, memoryMib } = templates.get(name)!;
      asIs[`vm-${name}`] = await variablesOf(`vm-${name}`, name, {
        cpus,
        memoryMib,
      });
      larger[`vm-${name}`] = await variablesOf(`vm-${name}`, name, {
        cpus: Math.min(4, cpus * 2),
        memoryMib: memoryMib * 2,
        disksGib: [50],
      });
    }
    asIs['vm-more-disks'] = await variablesOf(
      'vm-more-disks',
      'two-controllers',
      {
        cpus: 2,
        memoryMib: 1024,
        disksGib: [0, 0, 0, 30],
      },
    );
    larger['vm-more-disks'] = asIs['vm-more-disks'];

    await terraform.write(asIs);
    expect(await terraform.plan()).toEqual(
      Object.fromEntries(Object.keys(asIs).map(name => [name, ['create']])),
    );
    await terraform.apply();
    expect(await terraform.plan()).toEqual({});

    const made = await configs.all();
    for (const name of usable) {
      expect({ name, ...made.get(`vm-${name}`) }).toEqual({
        name,
        ...made.get(name),
      });
    }
    const { disks } = made.get('two-controllers')!;
    expect(made.get('vm-more-disks')!.disks).toEqual([
      ...disks,
      {
        ...disks[0],
        controller: 'ParaVirtualSCSIController 1',
        unit: 1,
        gib: 30,
      },
    ]);

    await terraform.write(larger);
    expect(await terraform.plan()).toEqual(
      Object.fromEntries(usable.map(name => [`vm-${name}`, ['update']])),
    );
    await terraform.apply();
    expect(await terraform.plan()).toEqual({});
    const resized = await configs.all();
    for (const name of usable) {
      const before = made.get(`vm-${name}`)!;
      const { cpus, memoryMib } = templates.get(name)!;
      expect(resized.get(`vm-${name}`)).toEqual({
        ...before,
        cpus: Math.min(4, cpus * 2),
        memoryMib: memoryMib * 2,
        memoryAllocation: {
          ...before.memoryAllocation,
          ...(name === 'reserved' && { reservation: memoryMib * 2 }),
        },
        disks: [{ ...before.disks[0], gib: 50 }, ...before.disks.slice(1)],
      });
    }
  });

  async function makesItself(
    template: string,
    { cpus, memoryMib }: { cpus: number; memoryMib: number },
  ) {
    const name = `vm-${template}`;
    await terraform.write({
      [name]: await variablesOf(name, template, { cpus, memoryMib }),
    });
    expect(await terraform.plan()).toMatchObject({ [name]: ['create'] });
    await terraform.apply();
    expect(await terraform.plan()).toEqual({});
    const made = await configs.all();
    expect(made.get(name)).toEqual(made.get(template));
  }

  it.each(['sata', 'ide', 'nvme', 'mixed-controllers'])(
    'refuses the template %s in words, or keeps it',
    async template => {
      const found = (await backend.templates()).get(template)!;
      const refusal = expectedRefusal(found);
      if (refusal.length === 0) {
        // A newer provider that is given may know how.
        await makesItself(template, found);
      } else {
        await expectRefused(template, refusal);
      }
    },
  );
});
