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

/** The last day of machines that are extended. */
export const newEnd = new Date(Date.now() + 120 * 86_400_000)
  .toISOString()
  .slice(0, 10);

/** The provider's version of machines that are upgraded. */
export const newProvider = '2.16.1';

/** Whose machines are that are transferred. */
export const newOwner = 'group:default/team-search';

const repository = '/repos/platform/infrastructure';

interface Pull {
  title: string;
  state: string;
  merged: boolean;
  head: { label: string; sha: string };
}

async function allPulls(gitea: GiteaApi): Promise<Pull[]> {
  const pulls: Pull[] = [];
  for (let page = 1; ; page++) {
    const more = await gitea.get<Pull[]>(
      `${repository}/pulls?state=all&limit=50&page=${page}`,
    );
    if (more.length === 0) {
      return pulls;
    }
    pulls.push(...more);
  }
}

/** Pages of the jobs that applied a commit. */
async function appliesOf(gitea: GiteaApi, commit: string): Promise<string[]> {
  const statuses = await gitea.get<
    { context: string; status: string; target_url: string }[]
  >(`${repository}/commits/${commit}/statuses?limit=50`);
  const jobs = statuses
    .filter(
      ({ context, status }) =>
        context.startsWith('atlantis/apply: ') && status === 'success',
    )
    .map(({ target_url }) => target_url);
  return [...new Set(jobs)];
}

/** Expects that nothing was proposed, merged or applied twice. */
async function expectOnce(
  gitea: GiteaApi,
  { id, state, needsPlan }: VmRequest,
): Promise<void> {
  if (needsPlan === false) {
    return;
  }
  const once = state === 'done' ? [1] : [0, 1];
  const branch = `vm/${id.toLowerCase()}`;
  const pulls = await allPulls(gitea);
  const own = pulls.filter(({ head }) => head.label === branch);
  expect(once).toContain(own.length);
  // One that may have removed another machine's files is closed, and another opened in its stead.
  const cleanUps = pulls.filter(
    ({ head, merged }) => merged && head.label === `${branch}-clean-up`,
  );
  expect(cleanUps.length).toBeLessThanOrEqual(1);
  for (const { head } of own) {
    expect(once).toContain((await appliesOf(gitea, head.sha)).length);
  }
}

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
  const pulls = await allPulls(gitea);
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
  { name, isAdoption }: { name: string; isAdoption: boolean },
  requests: VmRequest[],
): Promise<void> {
  const done = requests.filter(({ state }) => state === 'done');
  const isOurs =
    done.some(({ kind }) => ['create', 'adopt'].includes(kind)) &&
    !done.some(({ kind }) => kind === 'decommission');
  const nothing = { branches: [], openPulls: [], locks: [] };
  const wanted = isOurs
    ? { machines: 1, addresses: ['active'], records: 1, ...nothing }
    : {
        // Whatever becomes of an adoption, the machine stays; also when it was not even asked for.
        ...(isAdoption ? { machines: 1 } : { machines: 0, records: 0 }),
        ...nothing,
      };
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
  if (!isOurs && !isAdoption) {
    // Kept out of use for a day.
    expect(seen!.addresses.filter(status => status !== 'deprecated')).toEqual(
      [],
    );
  }
  for (const request of requests) {
    await expectOnce(new GiteaApi(at.lab.forge), request);
    const { id } = request;
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
  const upgraded = done.find(({ kind }) => kind === 'upgrade');
  if (upgraded) {
    const { versions } = await at.api.machine(upgraded);
    expect(versions?.provider).toBe(newProvider);
  }
  const handedOn = done.find(({ kind }) => kind === 'transfer');
  if (handedOn) {
    expect((await at.api.machine(handedOn)).owner).toBe(newOwner);
  }
  const extended = done.find(({ kind }) => kind === 'extend');
  if (extended) {
    const { endsAt } = await at.api.machine(extended);
    expect(endsAt?.slice(0, 10)).toBe(newEnd);
  }
}
