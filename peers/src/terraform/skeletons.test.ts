import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { buildPeers } from '../buildPeers';
import { machineVariables, versionsFile } from '../chain/machineFiles';
import { Place, SimulatedVCenter } from '../chain/SimulatedVCenter';
import { infrastructureTemplate } from '../locations';
import { runCommand } from '../runCommand';
import {
  startVCenterSimulator,
  VCenterSimulator,
} from '../startVCenterSimulator';
import { vsphereProvider } from '../vsphereProvider';
import { TerraformDirectory } from './TerraformDirectory';

jest.setTimeout(600_000);

const password = 'Correct-Horse-Battery-Staple-9';
const workflow = join(infrastructureTemplate, 'atlantis');
const templates = join(resolvePackagePath('@backlot/peers'), '..', 'templates');

/** What the simulator's templates are of, where it is not RHEL 9. */
const guestIds: Record<string, string> = {
  'ubuntu-24.04': 'ubuntu64Guest',
  'windows-2022': 'windows2019srvNext_64Guest',
};

/** What a machine is made of. */
interface Sort {
  skeleton: string;
  module: string;
  /** Name in the simulator. */
  template: string;
}

/** A template's skeleton, with the module in this checkout. */
async function skeletonOf(
  template: string,
  module: string,
): Promise<Record<string, string>> {
  const folder = join(templates, template, 'skeleton');
  const source = join(infrastructureTemplate, 'modules', module);
  const files = await Promise.all(
    (
      await readdir(folder)
    ).map(async name => {
      const text = await readFile(join(folder, name), 'utf8');
      return [name, text.replace('{{moduleSource}}', source)];
    }),
  );
  return Object.fromEntries(files);
}

describe('a machine of the skeleton', () => {
  let directory: string;
  let simulator: VCenterSimulator;
  let vcenter: SimulatedVCenter;
  let place: Place;

  beforeAll(async () => {
    await buildPeers();
    directory = await mkdtemp(join(tmpdir(), 'backlot-skeletons-'));
    simulator = await startVCenterSimulator({
      directory,
      password: 'secret',
      templates: [
        'rhel9-2026.11',
        ...Object.entries(guestIds).map(pair => pair.join('=')),
      ],
    });
    vcenter = await SimulatedVCenter.login(simulator);
    place = await vcenter.placement('backlot/development');
  });

  afterAll(async () => {
    await simulator?.close();
    await rm(directory, { recursive: true, force: true });
  });

  const keys = ['ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIexample anna'];

  async function directoryOf(
    name: string,
    { skeleton, module, template }: Sort,
    asked: object,
  ): Promise<{
    terraform: TerraformDirectory;
    write: (changes: { present?: boolean; name?: string }) => Promise<void>;
    resize: (memoryMib: number) => Promise<void>;
  }> {
    const terraform = await TerraformDirectory.make(
      join(directory, name),
      simulator,
    );
    const [{ uuid }] = await vcenter.machinesNamed(template);
    const {
      access: _,
      hardware: plain,
      ...variables
    } = machineVariables(
      name,
      { ...place, template_uuid: uuid, template },
      {
        rebuild: 0,
      },
    );
    const files = await skeletonOf(skeleton, module);
    const hardware = {
      ...plain,
      guest_id: guestIds[template] ?? plain.guest_id,
    };
    const write = (changes: object) =>
      terraform.writeFiles({
        ...files,
        'versions.tf.json': versionsFile(`= ${vsphereProvider().version}`),
        'vm.auto.tfvars.json': JSON.stringify({
          ...variables,
          hardware,
          ...asked,
          ...changes,
        }),
      });
    await write({});
    return {
      terraform,
      write,
      resize: memory_mib => write({ hardware: { ...hardware, memory_mib } }),
    };
  }

  it.each([
    ['rhel9-vm', 'rhel9-2026.11', {}],
    ['ubuntu-vm', 'ubuntu-24.04', { groups: ['sudo'] }],
  ])(
    '%s is made, left alone, and ended',
    async (skeleton, template, groups) => {
      const { terraform, write } = await directoryOf(
        skeleton,
        { skeleton, module: 'rhel9-vm', template },
        {
          access: {
            mechanism: 'cloud-init',
            user: 'acme',
            ssh_public_keys: keys,
            ...groups,
          },
        },
      );
      expect(await terraform.plan()).toEqual(['create']);
      await terraform.apply();
      expect(await vcenter.machinesNamed(skeleton)).toHaveLength(1);
      expect(await terraform.plan()).toEqual(['no-op']);
      await write({ present: false });
      await terraform.apply();
      expect(await vcenter.machinesNamed(skeleton)).toEqual([]);
    },
  );

  describe('windows-vm', () => {
    const sort = {
      skeleton: 'windows-vm',
      module: 'windows-vm',
      template: 'windows-2022',
    };
    const access = { mechanism: 'sysprep', user: 'Administrator' };
    const windows = {
      time_zone: 110,
      organization: 'Acme',
      run_once: ['cmd.exe /c exit 0'],
    };

    /** The plan as the workflow writes it down. */
    async function canonical(view: 'digest' | 'people', json: string) {
      const file = join(directory, 'windows-plan.json');
      await writeFile(file, json);
      return runCommand(join(workflow, 'canonical-plan.sh'), [view, file]);
    }

    it('is made, changed and ended, and nothing that is kept shows its password', async () => {
      const { terraform, write, resize } = await directoryOf('win01', sort, {
        access,
        windows,
      });
      await expect(terraform.plan()).rejects.toThrow(
        'There is no admin_password. Its value comes from the environment of',
      );
      const told = terraform.with({ TF_VAR_windows_admin_password: password });

      const { text, json } = await told.planInFull();
      expect(text).toContain('(sensitive value)');
      expect(text).not.toContain(password);
      const people = await canonical('people', json);
      expect(people).toContain('admin_password');
      expect(people).not.toContain(password);
      // Another password is another plan, and needs another approval.
      const other = json.replaceAll(password, 'Another-Password-1');
      expect(await canonical('digest', other)).not.toBe(
        await canonical('digest', json),
      );
      expect(await canonical('people', other)).toBe(people);

      await told.apply();
      expect(await vcenter.machinesNamed('win01')).toMatchObject([
        { ipAddress: '10.20.210.17' },
      ]);
      expect(await told.plan()).toEqual(['no-op']);
      expect(
        await terraform
          .with({ TF_VAR_windows_admin_password: 'Another-Password-1' })
          .plan(),
      ).toEqual(['no-op']);

      await resize(2048);
      expect(await told.plan()).toEqual(['update']);
      await told.apply();

      await write({ present: false });
      const end = await terraform.planInFull();
      expect(end.text).not.toContain(password);
      expect(await canonical('people', end.json)).not.toContain(password);
      await terraform.apply();
      expect(await vcenter.machinesNamed('win01')).toEqual([]);
    });

    it('joins a domain where it is told one, with a password of its own', async () => {
      const { terraform, write } = await directoryOf('win02', sort, {
        access,
        windows: {
          ...windows,
          domain: { name: 'corp.acme.example', user: 'join@corp' },
        },
      });
      await expect(terraform.plan()).rejects.toThrow(
        'There is no domain_password to join corp.acme.example with.',
      );
      const told = terraform.with({ TF_VAR_windows_domain_password: password });
      const { text } = await told.planInFull();
      expect(text).toContain('"corp.acme.example"');
      expect(text).not.toContain(password);
      await told.apply();
      expect(await told.plan()).toEqual(['no-op']);
      await write({ present: false });
      await terraform.apply();
    });

    it('has a name of 15 characters at most', async () => {
      const { terraform, write } = await directoryOf('win03', sort, {
        access,
        windows,
      });
      await write({ name: 'sixteen-letters0' });
      await expect(terraform.plan()).rejects.toThrow('15 at most');
    });
  });
});
