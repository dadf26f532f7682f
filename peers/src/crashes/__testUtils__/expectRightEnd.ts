import { Lab } from '@backlot/lab';
import { endStates, VmRequest } from '@backlot/plugin-vm-requests-common';
import { GiteaApi } from '../../GiteaApi';
import { until } from '../../labBackend/until';
import { NetBoxAddresses } from '../../requests/NetBoxAddresses';
import { PlatformApi } from '../../requests/PlatformApi';

/** After this, what is not as it shall be is wrong. */
const patienceMs = 60_000;

/** What machines are resized to; one disk is of the template. */
export const newSize = { cpus: 4, disks: [40, 10] };

const repository = '/repos/platform/infrastructure';

/** What of a machine's name there is in the peers. */
async function seenOf(
  { lab, api }: { lab: Lab; api: PlatformApi },
  name: string,
  requests: VmRequest[],
) {
  const gitea = new GiteaApi(lab.forge);
  const netbox = new NetBoxAddresses(lab.netbox);
  const fqdn = `${name}.dev.acme.example`;
  const branchNames = requests.map(({ id }) => `vm/${id.toLowerCase()}`);
  const branches = await gitea.get<{ name: string }[]>(
    `${repository}/branches?limit=50`,
  );
  const pulls = await gitea.get<{ title: string; state: string }[]>(
    `${repository}/pulls?state=all&limit=50`,
  );
  const locks = (await (
    await fetch(`${lab.atlantis.url}/api/locks`)
  ).json()) as { Locks: { ProjectRepoPath: string }[] | null };
  const records = (await (
    await fetch(
      `${lab.netbox.url}/api/virtualization/virtual-machines/?name=${name}`,
      { headers: { authorization: `Token ${lab.netbox.token}` } },
    )
  ).json()) as { count: number };
  const inVCenter = await api.machines(name);
  return {
    machines: inVCenter.filter(machine => machine.name === name).length,
    addresses: (await netbox.of(fqdn)).map(({ status }) => status),
    records: records.count,
    branches: branches.filter(branch => branchNames.includes(branch.name)),
    openPulls: pulls.filter(
      ({ title, state }) => state === 'open' && title.includes(name),
    ),
    locks: (locks.Locks ?? []).filter(({ ProjectRepoPath }) =>
      ProjectRepoPath.endsWith(`/${name}`),
    ),
  };
}

/**
 * Waits until there is one machine with all that belongs to it, or none and nothing of it, as the
 * requests say.
 */
export async function expectRightEnd(
  at: { lab: Lab; api: PlatformApi },
  name: string,
  requests: VmRequest[],
): Promise<void> {
  const done = requests.filter(({ state }) => state === 'done');
  const isThere =
    done.some(({ kind }) => kind === 'create') &&
    !done.some(({ kind }) => kind === 'decommission');
  const nothing = { branches: [], openPulls: [], locks: [] };
  const wanted = isThere
    ? { machines: 1, addresses: ['active'], records: 1, ...nothing }
    : { machines: 0, records: 0, ...nothing };
  let seen: Awaited<ReturnType<typeof seenOf>>;
  // What follows the end, such as the removal of a branch, comes a moment later.
  const deadline = Date.now() + patienceMs;
  await until(`${name} is as it shall be`, async () => {
    seen = await seenOf(at, name, requests);
    return (
      Date.now() > deadline ||
      Object.entries(wanted).every(
        ([key, value]) =>
          JSON.stringify(seen[key as keyof typeof seen]) ===
          JSON.stringify(value),
      )
    );
  });
  expect(seen!).toMatchObject(wanted);
  if (!isThere) {
    // Kept out of use for a day.
    expect(seen!.addresses.filter(status => status !== 'deprecated')).toEqual(
      [],
    );
  }
  for (const { id } of requests) {
    const ends = (await at.api.history(id)).filter(
      ({ to }) => to !== undefined && endStates.includes(to),
    );
    expect(ends).toHaveLength(1);
  }
  const resized = done.find(({ kind }) => kind === 'resize');
  if (resized) {
    const machine = at.lab.vcenter.machines.find({ name })!;
    expect(machine.cpus).toBe(newSize.cpus);
    expect(machine.disks.map(({ sizeGib }) => sizeGib)).toEqual(newSize.disks);
  }
}
