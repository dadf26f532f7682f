import { mockServices } from '@backstage/backend-test-utils';
import { ServiceUnavailableError } from '@backstage/errors';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { NotificationService } from '@backstage/plugin-notifications-node';
import { ScaffolderService } from '@backstage/plugin-scaffolder-node';
import { AtlantisClient, AtlantisServers } from '@backlot/atlantis-client';
import { GitForge, GitForges } from '@backlot/git-forge';
import { NetBoxService } from '@backlot/netbox-client';
import { VmInventoryService } from '@backlot/plugin-vm-inventory-node';
import { stackSchema } from '@backlot/plugin-vm-requests-common';
import { setbackOf } from '../ledger/obstruction';
import { settings } from '../__testUtils__/company';
import { createRequestPeers } from './createRequestPeers';
import { JobPlace } from './RequestPeers';

const repository = 'platform/infrastructure';
const commit = 'c'.repeat(40);

/** A forge and an Atlantis that write down what they are asked. */
function clientsOf(name: string, asked: [string, string, unknown][]) {
  const forge: Partial<GitForge> = {
    getPullRequest: async request => {
      asked.push([name, 'getPullRequest', request]);
      return { headSha: commit } as Awaited<
        ReturnType<GitForge['getPullRequest']>
      >;
    },
    deleteBranch: async request => {
      asked.push([name, 'deleteBranch', request]);
    },
    findPullRequest: async () => undefined,
    commitStatuses: async () => [
      {
        context: 'atlantis/apply: vms/development/web01/payments',
        state: 'success',
        description: '',
        targetUrl: `https://${name}.example/jobs/1`,
        createdAt: '2026-11-30T12:00:00Z',
      },
    ],
  };
  const atlantis: Partial<AtlantisClient> = {
    plan: async ({ workspace, pull }) => {
      asked.push([name, 'plan', { workspace, pull }]);
      throw new ServiceUnavailableError('connect ECONNREFUSED');
    },
    freeLocks: async pull => {
      asked.push([name, 'freeLocks', pull]);
      return [];
    },
    followJob: async url => {
      asked.push([name, 'followJob', url]);
    },
  };
  return {
    forge: forge as GitForge,
    atlantis: atlantis as AtlantisClient,
  };
}

describe('the peers of requests, where there are two stacks', () => {
  const asked: [string, string, unknown][] = [];
  const first = clientsOf('default', asked);
  const other = clientsOf('payments', asked);
  const peers = createRequestPeers({
    auth: mockServices.auth(),
    catalog: catalogServiceMock(),
    databaseTime: async () => new Date(),
    forges: new GitForges({ default: first.forge, dmz: other.forge }),
    servers: new AtlantisServers({
      default: first.atlantis,
      payments: other.atlantis,
    }),
    inventory: {} as VmInventoryService,
    netBox: {} as NetBoxService,
    notifications: {} as NotificationService,
    scaffolder: {} as ScaffolderService,
    settings: {
      ...settings,
      stacks: {
        ...settings.stacks,
        payments: stackSchema.parse({
          forge: 'dmz',
          repository,
          atlantis: 'payments',
          workspace: 'payments',
        }),
      },
    },
    signal: new AbortController().signal,
  });

  const place = (stack: string): JobPlace => ({
    stack,
    repository,
    baseBranch: 'main',
    branch: 'vm/1',
    directory: 'vms/development/web01',
    pull: 7,
  });

  /** How a failed call is told to whoever may see the request. */
  async function toldOf(call: Promise<unknown>) {
    const error = await call.catch(reason => reason);
    return setbackOf(error, undefined, new Date()).obstruction;
  }

  beforeEach(() => {
    asked.length = 0;
  });

  it('are the forge and the Atlantis of each stack, in its workspace', async () => {
    await peers.jobs.plan(place('payments')).catch(() => undefined);
    await peers.jobs.plan(place('default')).catch(() => undefined);
    const pull = { repository, pull: 7 };
    await peers.jobs.freeLocks({ stack: 'payments', ...pull });
    await peers.forge.withdraw({ ...place('default') });

    expect(asked.map(([name, what]) => [name, what])).toEqual([
      ['payments', 'getPullRequest'],
      ['payments', 'plan'],
      ['default', 'getPullRequest'],
      ['default', 'plan'],
      ['payments', 'freeLocks'],
      ['default', 'deleteBranch'],
    ]);
    expect(asked[1][2]).toEqual({ workspace: 'payments', pull: 7 });
    expect(asked[3][2]).toEqual({ workspace: 'default', pull: 7 });
    expect(asked[4][2]).toEqual(pull);
  });

  it('find the log of a job by the workspace of its stack', async () => {
    const follow = (stack: string) =>
      peers.jobs.follow(
        {
          stack,
          repository,
          directory: 'vms/development/web01',
          commit,
          stage: 'apply',
        },
        { onLine: () => undefined, signal: new AbortController().signal },
      );

    expect([await follow('default'), await follow('payments')]).toEqual([
      false,
      true,
    ]);
    expect(asked).toEqual([
      ['payments', 'followJob', 'https://payments.example/jobs/1'],
    ]);
  });

  it('are named where one of several does not answer', async () => {
    expect(await toldOf(peers.jobs.plan(place('payments')))).toMatchObject({
      obstacle: 'atlantis',
      why: 'Atlantis payments does not answer as it should. Nothing is lost: the request goes on by itself once it does.',
    });
    expect(await toldOf(peers.jobs.plan(place('default')))).toMatchObject({
      obstacle: 'atlantis',
      why: expect.stringMatching(/^Atlantis does not answer as it should/),
    });
  });

  it('say what to do about a stack that was taken out of the configuration', async () => {
    for (const call of [
      peers.forge.withdraw(place('search')),
      peers.jobs.plan(place('search')),
    ]) {
      expect(await toldOf(call)).toMatchObject({
        obstacle: 'platform-team',
        why: expect.stringContaining(
          'The platform team puts vmRequests.stacks.search back',
        ),
      });
    }
    expect(asked).toEqual([]);
  });
});
