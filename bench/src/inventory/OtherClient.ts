import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { VCenterSimulator } from '@backlot/peers';

const run = promisify(execFile);
const MOST_OUTPUT = 512 * 1024 ** 2;

/** What the collector reads of each machine, and so every client. */
export const comparedPaths = [
  ...['name', 'parent', 'resourcePool', 'runtime.host', 'runtime.powerState'],
  ...['template', 'guestId', 'numCpu', 'memorySizeMB', 'uuid'].map(
    name => `summary.config.${name}`,
  ),
  ...['summary.config.instanceUuid', 'summary.config.annotation'],
  ...['runtime.connectionState', 'guest.ipAddress', 'datastore', 'network'],
];

/** A client of vCenter's API by others. */
export interface OtherClient {
  name: string;
  /** Milliseconds that it takes to sign in, read all machines and write them down. */
  read(): Promise<number>;
}

/** What could not be had, and why. */
export interface MissingClient {
  name: string;
  why: string;
}

/** govc, of the version whose module can be installed by itself. */
export async function govc(
  simulator: VCenterSimulator,
  directory: string,
): Promise<OtherClient | MissingClient> {
  const name = 'govc 0.46.3';
  const authority = join(directory, 'govc-ca.pem');
  const env = {
    ...process.env,
    GOVC_URL: simulator.url,
    GOVC_USERNAME: simulator.username,
    GOVC_PASSWORD: simulator.password,
    GOVC_TLS_CA_CERTS: authority,
    GOVC_PERSIST_SESSION: 'false',
  };
  try {
    await writeFile(authority, simulator.ca);
    await run(
      'nice',
      ['go', 'install', 'github.com/vmware/govmomi/govc@v0.46.3'],
      {
        env: { ...process.env, GOBIN: directory, GOFLAGS: '' },
      },
    );
  } catch (error) {
    return { name, why: lastLine(error) };
  }
  return timed(name, join(directory, 'govc'), env, [
    ...['object.collect', '-json', '-type', 'm', '/'],
    ...comparedPaths,
  ]);
}

const script = `
import json, ssl, sys
from pyVim.connect import SmartConnect, Disconnect
from pyVmomi import vim, vmodl
host, port, user, password, ca, *paths = sys.argv[1:]
context = ssl.create_default_context(cafile=ca)
instance = SmartConnect(host=host, port=int(port), user=user, pwd=password, sslContext=context)
content = instance.RetrieveContent()
view = content.viewManager.CreateContainerView(content.rootFolder, [vim.VirtualMachine], True)
collector = content.propertyCollector
spec = vmodl.query.PropertyCollector.FilterSpec(
    objectSet=[vmodl.query.PropertyCollector.ObjectSpec(obj=view, skip=True, selectSet=[
        vmodl.query.PropertyCollector.TraversalSpec(name='view', path='view', skip=False, type=vim.view.ContainerView)])],
    propSet=[vmodl.query.PropertyCollector.PropertySpec(type=vim.VirtualMachine, pathSet=paths, all=False)])
page = collector.RetrievePropertiesEx([spec], vmodl.query.PropertyCollector.RetrieveOptions(maxObjects=1000))
machines = []
while page:
    machines += [{p.name: str(p.val) for p in o.propSet} for o in page.objects]
    page = collector.ContinueRetrievePropertiesEx(page.token) if page.token else None
json.dump(machines, sys.stdout)
Disconnect(instance)
`;

/** pyVmomi, in an environment of its own. */
export async function pyVmomi(
  simulator: VCenterSimulator,
  directory: string,
): Promise<OtherClient | MissingClient> {
  const environment = join(directory, 'python');
  const python = join(environment, 'bin', 'python');
  const authority = join(directory, 'pyvmomi-ca.pem');
  const file = join(directory, 'read.py');
  try {
    await writeFile(authority, simulator.ca);
    await writeFile(file, script);
    await run('python3', ['-m', 'venv', environment]);
    await run(python, ['-m', 'pip', 'install', '--quiet', 'pyvmomi']);
  } catch (error) {
    return { name: 'pyVmomi', why: lastLine(error) };
  }
  const { stdout } = await run(python, [
    '-c',
    'from importlib.metadata import version; print(version("pyvmomi"))',
  ]);
  const { hostname, port } = new URL(simulator.url);
  return timed(`pyVmomi ${stdout.trim()}`, python, process.env, [
    ...[file, hostname, port, simulator.username, simulator.password],
    ...[authority, ...comparedPaths],
  ]);
}

function timed(
  name: string,
  command: string,
  env: NodeJS.ProcessEnv,
  args: string[],
): OtherClient {
  return {
    name,
    async read() {
      const begin = performance.now();
      const { stdout } = await run(command, args, {
        env,
        maxBuffer: MOST_OUTPUT,
      });
      const took = performance.now() - begin;
      if (stdout.length < 1000) {
        throw new Error(`${name} read nothing: ${stdout}`);
      }
      return took;
    },
  };
}

function lastLine(error: unknown): string {
  const words = String((error as { stderr?: string }).stderr || error);
  return words.trim().split('\n').at(-1)!.slice(0, 200);
}
