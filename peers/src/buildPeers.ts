import { createHash } from 'node:crypto';
import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { binFolder, giteaStaticFolder, goModulesFolder } from './locations';
import { findTerraform } from './findTerraform';
import { patchedModule } from './patchedModule';
import { runCommand } from './runCommand';

interface GoPeer {
  /** Folder of its Go module, and name of the binary. */
  name: string;
  /** Package to build. */
  package: string;
  flags?: string[];
  /** Name of a patch to what it requires, beside its go.mod. */
  patch?: string;
  /** What else is made of it after it was built. */
  after?(): Promise<void>;
}

const goPeers: GoPeer[] = [
  {
    name: 'vcenter-simulator',
    package: '.',
    // Its watch and a new machine lock a view and a filter in opposite orders, and wait for each
    // other for ever (https://github.com/vmware/govmomi/pull/4109, not in 0.56.0). And it collects
    // everything for each of the updates that a task makes, which is seconds behind at 500 machines;
    // and it drops that an object left where another came before it was asked again.
    patch: 'simulator.patch',
  },
  {
    name: 'terraform-provider-vsphere',
    package: 'github.com/hashicorp/terraform-provider-vsphere',
  },
  { name: 'hcl-verdicts', package: '.' },
  { name: 'atlantis', package: 'github.com/runatlantis/atlantis' },
  {
    name: 'gitea',
    package: 'code.gitea.io/gitea',
    flags: [
      '-tags',
      'sqlite,sqlite_unlock_notify',
      '-ldflags',
      '-X main.Version=1.26.0',
    ],
    after: copyGiteaStatic,
  },
];

const terraform: GoPeer = {
  name: 'terraform',
  package: 'github.com/hashicorp/terraform',
};

/**
 * Builds the real peers from their Go modules; what is up to date is left alone. Terraform is built
 * only where the path holds none that can be used.
 *
 * @param report - is told what is being built
 * @throws ForwardedError with the compiler's words
 *
 * @public
 */
export async function buildPeers(
  report: (line: string) => void = () => {},
): Promise<void> {
  await mkdir(binFolder, { recursive: true });
  const onPath = await findTerraform(process.env.PATH ?? '');
  const wanted = onPath ? goPeers : [...goPeers, terraform];
  for (const peer of wanted) {
    await buildGoPeer(peer, report);
  }
}

async function buildGoPeer(
  peer: GoPeer,
  report: (line: string) => void,
): Promise<void> {
  const folder = join(goModulesFolder, peer.name);
  const stamp = join(binFolder, `${peer.name}.stamp`);
  const made = await madeFrom(folder, peer);
  if (made === (await readIfThere(stamp))) {
    return;
  }
  report(`Building ${peer.name}`);
  const started = Date.now();
  const patched = peer.patch && (await patchedModule(folder, peer.patch));
  const args = ['build', '-trimpath', ...(peer.flags ?? [])];
  try {
    await runCommand(
      'nice',
      ['go', ...args, '-o', join(binFolder, peer.name), peer.package],
      // Spares the compiler its clearing up, as long as there is so much memory.
      {
        cwd: patched || folder,
        env: { GOGC: 'off', GOMEMLIMIT: '2GiB', ...process.env },
      },
    );
  } finally {
    if (patched) {
      await rm(patched, { recursive: true, force: true });
    }
  }
  await peer.after?.();
  await writeFile(stamp, made);
  report(
    `Built ${peer.name} in ${Math.round((Date.now() - started) / 1000)} s`,
  );
}

/** A digest of all that a peer is made from. */
async function madeFrom(folder: string, peer: GoPeer): Promise<string> {
  const digest = createHash('sha256');
  digest.update(await runCommand('go', ['version']));
  digest.update(JSON.stringify([peer.package, peer.flags]));
  for (const file of (await readdir(folder)).sort()) {
    digest.update(file);
    digest.update(await readFile(join(folder, file)));
  }
  return digest.digest('hex');
}

async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
      return undefined;
    }
    throw error;
  }
}

async function copyGiteaStatic(): Promise<void> {
  const source = (
    await runCommand(
      'go',
      ['list', '-m', '-f', '{{.Dir}}', 'code.gitea.io/gitea'],
      {
        cwd: join(goModulesFolder, 'gitea'),
      },
    )
  ).trim();
  await rm(giteaStaticFolder, { recursive: true, force: true });
  for (const folder of ['options', 'templates', 'public']) {
    await cp(join(source, folder), join(giteaStaticFolder, folder), {
      recursive: true,
    });
  }
}
