import { cp, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { AtlantisRuns, printedPlan } from './chain/AtlantisRuns';
import { Gate } from './chain/Gate';
import {
  InfrastructureRepository,
  PullRequest,
} from './chain/InfrastructureRepository';
import {
  machineFiles,
  MachineVariables,
  machineVariables,
  versionsFile,
} from './chain/machineFiles';
import { Place, SimulatedVCenter } from './chain/SimulatedVCenter';
import { mirroredProvider } from './providerMirror';
import { Peers, startPeers } from './startPeers';
import { builtProvider, vsphereProvider } from './vsphereProvider';

jest.setTimeout(600_000);

/** The one that is given, where it is another than the built one, else that under another number. */
function newerProvider() {
  const given = vsphereProvider();
  return given.version === builtProvider.version
    ? { ...builtProvider, version: '1.26.1' }
    : given;
}

describe('a machine whose provider is pinned', () => {
  const newer = newerProvider();
  let directory: string;
  let gate: Gate;
  let peers: Peers;
  let repository: InfrastructureRepository;
  let atlantis: AtlantisRuns;
  let vcenter: SimulatedVCenter;
  let placement: Place;

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'backlot-pins-'));
    gate = await Gate.start('the gate token');
    peers = await startPeers({
      directory,
      backstage: { url: gate.url, gateToken: gate.token },
      providers: [builtProvider, newer],
    });
    repository = new InfrastructureRepository(peers.forge);
    atlantis = new AtlantisRuns(peers.atlantis, repository.name);
    vcenter = await SimulatedVCenter.login(peers.vcenter);
    placement = await vcenter.placement('backlot/development');
  });

  afterAll(async () => {
    await peers?.close();
    await gate?.close();
    await rm(directory, { recursive: true, force: true });
  });

  const placeOf = (name: string) => `vms/development/${name}`;

  /** @param versions - file that says which versions of the provider are allowed */
  function filesOf(
    variables: MachineVariables,
    versions: string,
  ): Record<string, string> {
    const { forge } = peers;
    return {
      ...machineFiles(
        variables,
        `git::${forge.url}/${repository.name}.git//modules/rhel9-vm?ref=${forge.moduleTag}`,
        join(peers.atlantis.stateFolder, `${variables.name}.tfstate`),
      ),
      'versions.tf.json': versions,
    };
  }

  const propose = (
    branch: string,
    name: string,
    files: Record<string, string>,
  ) => repository.propose(`vm/${branch}`, placeOf(name), files);

  /** Versions of the provider that Terraform installed for a pull request. */
  function installed(pull: PullRequest, name: string): Promise<string[]> {
    return readdir(
      join(
        ...[directory, 'atlantis', 'data', 'repos', repository.name],
        ...[String(pull.number), 'default', placeOf(name)],
        ...['.terraform', 'providers', 'registry.terraform.io'],
        ...['vmware', 'vsphere'],
      ),
    );
  }

  async function planned(pull: PullRequest, name: string): Promise<string> {
    const run = await atlantis.plan(pull, placeOf(name));
    expect([run.status, run.body]).toEqual([200, expect.any(String)]);
    return run.text;
  }

  async function make(
    name: string,
    files: Record<string, string>,
  ): Promise<PullRequest> {
    const pull = await propose(`make-${name}`, name, files);
    const { digest } = printedPlan(await planned(pull, name));
    gate.approve({
      repository: repository.name,
      pull: String(pull.number),
      directory: placeOf(name),
      commit: pull.commit,
      digest,
    });
    const run = await atlantis.apply(pull, placeOf(name));
    expect([run.status, run.body]).toEqual([200, expect.any(String)]);
    return pull;
  }

  async function whyNot(pull: PullRequest, name: string): Promise<string> {
    const run = await atlantis.plan(pull, placeOf(name));
    expect(run.status).toBe(500);
    const status = (await repository.statuses(pull.commit)).find(
      ({ context }) => context === `atlantis/plan: ${placeOf(name)}/default`,
    );
    const log = await atlantis.jobLog(status!.target_url);
    return stripVTControlCharacters(log).replace(/[\s│]+/g, ' ');
  }

  it('keeps it though there is a newer one, which takes over where none is pinned', async () => {
    const pin = versionsFile(`= ${builtProvider.version}`);
    const asked = machineVariables('pin01', placement);
    const made = await make('pin01', filesOf(asked, pin));
    expect(await installed(made, 'pin01')).toEqual([builtProvider.version]);
    await repository.merge(made);

    const larger = machineVariables('pin01', placement, {
      hardware: { ...asked.hardware, cpus: 4 },
    });
    const resize = await propose('resize-pin01', 'pin01', filesOf(larger, pin));
    const plan = await planned(resize, 'pin01');
    expect(await installed(resize, 'pin01')).toEqual([builtProvider.version]);
    // Nothing but what was asked for.
    expect(plan).toContain('Plan: 0 to add, 1 to change, 0 to destroy.');
    expect(
      [...plan.matchAll(/^\s*[-+~] (\w+) += (.*)$/gm)].map(
        ([, name, change]) => [name, change],
      ),
    ).toEqual([['num_cpus', '2 -> 4']]);

    const unpinned = await propose(
      'unpin-pin01',
      'pin01',
      filesOf(asked, versionsFile('>= 1.26.0, < 3.0.0')),
    );
    await atlantis.plan(unpinned, placeOf('pin01'));
    expect(await installed(unpinned, 'pin01')).toEqual([newer.version]);
  });

  it('is made by no other program of that version than the locked one', async () => {
    const { version, lockFile } = peers.atlantis.provider;
    const files = {
      ...filesOf(machineVariables('pin02', placement), versionsFile(version)),
      '.terraform.lock.hcl': lockFile,
    };
    const pull = await propose('make-pin02', 'pin02', files);
    expect(await planned(pull, 'pin02')).toContain('2 to add');
    expect(await installed(pull, 'pin02')).toEqual([version]);

    const program = mirroredProvider(peers.atlantis.mirrorFolder, version);
    await rm(program);
    await cp(process.execPath, program);
    const again = await propose('again-pin02', 'pin02', files);
    expect(await whyNot(again, 'pin02')).toContain(
      "doesn't match any of the checksums previously recorded in the dependency lock file",
    );
  });
});
