import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { VmRequest } from '@backlot/plugin-vm-requests-common';

const run = promisify(execFile);

/** Where the calls go, and what they sign in with. */
export interface BarePeers {
  netbox: { url: string; token: string };
  forge: { url: string; token: string };
  atlantis: { url: string; apiSecret: string };
}

/** Milliseconds of the calls, one after the other. */
export interface BareRow {
  apply: number;
  merge: number;
  netbox: number;
  total: number;
}

interface Call {
  method: string;
  url: string;
  header: string;
  body?: object;
}

async function curl(call: Call): Promise<unknown> {
  const { stdout } = await run(
    'curl',
    [
      ...['--silent', '--show-error', '--fail-with-body'],
      ...['--request', call.method],
      ...['--header', call.header],
      ...['--header', 'Content-Type: application/json'],
      ...(call.body ? ['--data', JSON.stringify(call.body)] : []),
      call.url,
    ],
    { maxBuffer: 64 * 1024 * 1024 },
  );
  return stdout === '' ? undefined : JSON.parse(stdout);
}

/** A record that NetBox answers, as far as the row needs it. */
interface NetBoxRecord {
  id: number;
}

/**
 * Does by hand what follows the approval of a planned request: asks Atlantis to apply, merges, sets
 * the address active and records the machine, with a call of curl each, one after the other. What
 * has to be looked up for it (the cluster and the address) is looked up before.
 */
export async function bareRow(
  peers: BarePeers,
  request: VmRequest,
): Promise<BareRow> {
  const { address, files, hardware, placement, plan, pullRequest } = request;
  const [card] = request.interfaces ?? [];
  if (
    !address ||
    !files ||
    !placement ||
    !plan ||
    !pullRequest ||
    card === undefined
  ) {
    throw new Error(`Request ${request.id} is not planned`);
  }
  const directory = files[0].path.split('/').slice(0, -1).join('/');
  const netbox = (method: string, path: string, body?: object) =>
    curl({
      method,
      url: `${peers.netbox.url}/api/${path}`,
      header: `Authorization: Token ${peers.netbox.token}`,
      body,
    });
  const find = async (path: string) => {
    const { results } = (await netbox('GET', path)) as {
      results: NetBoxRecord[];
    };
    return results[0].id;
  };
  const cluster = await find(
    `virtualization/clusters/?name=${placement.cluster.name}`,
  );
  const ip = await find(`ipam/ip-addresses/?address=${address.address}`);

  const begin = Date.now();
  await curl({
    method: 'POST',
    url: `${peers.atlantis.url}/api/apply`,
    header: `X-Atlantis-Token: ${peers.atlantis.apiSecret}`,
    body: {
      Repository: pullRequest.repository,
      Ref: pullRequest.branch,
      base_branch: 'main',
      Type: 'Gitea',
      PR: pullRequest.number,
      Paths: [{ Directory: directory, Workspace: 'default' }],
    },
  });
  const applied = Date.now();
  await curl({
    method: 'POST',
    url: `${peers.forge.url}/api/v1/repos/${pullRequest.repository}/pulls/${pullRequest.number}/merge`,
    header: `Authorization: token ${peers.forge.token}`,
    body: { Do: 'squash', head_commit_id: plan.commit },
  });
  const merged = Date.now();
  await netbox('PATCH', `ipam/ip-addresses/${ip}/`, { status: 'active' });
  const machine = (await netbox('POST', 'virtualization/virtual-machines/', {
    name: request.name,
    cluster,
    status: 'active',
    vcpus: hardware.cpus,
    memory: hardware.memoryMib,
  })) as NetBoxRecord;
  const recorded = (await netbox('POST', 'virtualization/interfaces/', {
    virtual_machine: machine.id,
    name: card.name,
  })) as NetBoxRecord;
  const assignment = {
    assigned_object_type: 'virtualization.vminterface',
    assigned_object_id: recorded.id,
  };
  const mac = (await netbox('POST', 'dcim/mac-addresses/', {
    mac_address: card.macAddress,
    ...assignment,
  })) as NetBoxRecord;
  await netbox('PATCH', `virtualization/interfaces/${recorded.id}/`, {
    primary_mac_address: mac.id,
  });
  await netbox('PATCH', `ipam/ip-addresses/${ip}/`, assignment);
  await netbox('PATCH', `virtualization/virtual-machines/${machine.id}/`, {
    primary_ip4: ip,
  });
  const end = Date.now();
  return {
    apply: applied - begin,
    merge: merged - applied,
    netbox: end - merged,
    total: end - begin,
  };
}
