import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ResponseError } from '@backstage/errors';
import { SimulatedVCenter } from '../../chain/SimulatedVCenter';
import { GiteaApi } from '../../GiteaApi';
import { Platform } from '../startPlatform';

/** All that requests can leave in the peers, read without the code that is tested. */
export interface PeersContent {
  vcenter: {
    /** Folders, templates and machines, each with what it lies in. */
    tree: string[];
    files: string[];
  };
  netbox: Record<string, string[]>;
  forge: {
    branches: string[];
    openPulls: string[];
    /** Paths of the main branch, with the digests of what they hold. */
    main: Record<string, string>;
  };
  atlantis: {
    locks: unknown[];
    /** Folders of working copies, by the number of the pull request. */
    folders: string[];
  };
  /** Types of the resources in each state file. */
  states: Record<string, string[]>;
}

export async function contentOf({
  peers,
  netbox,
}: Pick<Platform, 'peers' | 'netbox'>): Promise<PeersContent> {
  const vcenter = await SimulatedVCenter.login(peers.vcenter);
  const { atlantis } = peers;
  const { Locks } = await getJson<{ Locks: unknown[] | null }>(
    `${atlantis.url}/api/locks`,
  );
  return {
    vcenter: {
      tree: await vcenter.tree(),
      files: await vcenter.datastoreFiles(),
    },
    netbox: await netboxContent(netbox),
    forge: await forgeContent(peers.forge),
    atlantis: {
      locks: Locks ?? [],
      folders: await namesIn(
        join(
          atlantis.dataFolder,
          'repos',
          peers.forge.owner,
          peers.forge.repository,
        ),
      ),
    },
    states: await statesIn(atlantis.stateFolder),
  };
}

async function getJson<T>(
  url: string,
  headers: Record<string, string> = {},
): Promise<T> {
  const response = await fetch(url, { headers });
  if (!response.ok) {
    throw await ResponseError.fromResponse(response);
  }
  return (await response.json()) as T;
}

interface NetBoxRow {
  display: string;
  dns_name?: string;
  status?: { value: string };
}

async function netboxContent({
  url,
  token,
}: Platform['netbox']): Promise<Record<string, string[]>> {
  const contents = [
    'ipam/ip-addresses',
    'dcim/mac-addresses',
    'virtualization/interfaces',
    'virtualization/virtual-disks',
    'virtualization/virtual-machines',
  ].map(async path => {
    const { results } = await getJson<{ results: NetBoxRow[] }>(
      `${url}/api/${path}/?limit=1000`,
      { authorization: `Token ${token}` },
    );
    return [
      path,
      results
        .map(({ display, dns_name, status }) =>
          [display, dns_name, status?.value].filter(Boolean).join(' '),
        )
        .sort(),
    ];
  });
  return Object.fromEntries(await Promise.all(contents));
}

async function forgeContent(
  forge: Platform['peers']['forge'],
): Promise<PeersContent['forge']> {
  const gitea = new GiteaApi(forge);
  const repository = `/repos/${forge.owner}/${forge.repository}`;
  const branches = await gitea.get<{ name: string }[]>(
    `${repository}/branches?limit=50`,
  );
  const open = await gitea.get<{ title: string }[]>(
    `${repository}/pulls?state=open&limit=50`,
  );
  const { tree } = await gitea.get<{ tree: { path: string; sha: string }[] }>(
    `${repository}/git/trees/main?recursive=true&per_page=1000`,
  );
  return {
    branches: branches.map(({ name }) => name).sort(),
    openPulls: open.map(({ title }) => title).sort(),
    main: Object.fromEntries(tree.map(({ path, sha }) => [path, sha])),
  };
}

/** There is no folder before the first pull request is planned. */
async function namesIn(folder: string): Promise<string[]> {
  return existsSync(folder)
    ? (await readdir(folder)).sort((a, b) => Number(a) - Number(b))
    : [];
}

async function statesIn(folder: string): Promise<PeersContent['states']> {
  const states = (await readdir(folder)).map(async file => {
    const text = await readFile(join(folder, file), 'utf8');
    const { resources }: { resources: { type: string }[] } = JSON.parse(text);
    return [file, resources.map(({ type }) => type)];
  });
  return Object.fromEntries(await Promise.all(states));
}
