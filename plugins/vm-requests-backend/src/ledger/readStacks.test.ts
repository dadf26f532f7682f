import { ConfigReader } from '@backstage/config';
import { policySchema, Stack } from '@backlot/plugin-vm-requests-common';
import { settings } from '../__testUtils__/company';
import { checkStacks, readStacks } from './readStacks';

const repository = 'platform/infrastructure';
const { sandbox } = settings.policy.environments;

const forge = {
  type: 'gitea',
  url: 'https://git.example.com',
  token: 'secret',
  repositories: [repository],
};
const server = {
  url: 'https://atlantis.example.com',
  apiSecret: 'secret',
  allow: [{ repository, directories: ['vms/*/*'] }],
};

/** Reads and checks a configuration with a second forge and a second Atlantis. */
function read(
  vmRequests: object,
  environments: Record<string, object> = { sandbox: {} },
): Record<string, Stack> {
  const root = new ConfigReader({
    gitForge: forge,
    gitForges: { payments: forge },
    atlantis: server,
    atlantisServers: {
      payments: {
        ...server,
        allow: [{ repository, directories: ['machines/**'] }],
      },
    },
    terraformRender: { backends: { payments: { type: 's3' } } },
    vmRequests: { ...vmRequests },
  });
  const policy = policySchema.parse({
    environments: Object.fromEntries(
      Object.entries(environments).map(([name, changes]) => [
        name,
        { ...sandbox, ...changes },
      ]),
    ),
  });
  const stacks = readStacks(root.getConfig('vmRequests'));
  checkStacks(root, policy, stacks);
  return stacks;
}

const payments = {
  title: 'Payments',
  forge: 'payments',
  repository,
  directory: 'machines/{environment}/{name}',
  atlantis: 'payments',
  workspace: 'payments',
  backend: 'payments',
  gateSubject: 'atlantis-payments',
};

describe('readStacks', () => {
  it('makes one of what an installation with a single repository has', () => {
    expect(read({ repository, baseBranch: 'trunk' })).toEqual({
      default: {
        forge: 'default',
        repository,
        baseBranch: 'trunk',
        directory: 'vms/{environment}/{name}',
        atlantis: 'default',
        workspace: 'default',
      },
    });
  });

  it('reads others beside it, which environments name', () => {
    const other = { ...payments, gateSubject: undefined, forge: 'default' };

    expect(
      Object.keys(
        read(
          { repository, stacks: { payments: other } },
          { sandbox: {}, pay: { stacks: ['payments', 'default'] } },
        ),
      ),
    ).toEqual(['default', 'payments']);
  });

  it('needs no default', () => {
    expect(read({ stacks: { payments } })).toEqual({
      payments: { ...payments, baseBranch: 'main' },
    });
  });

  it.each<[string, object, RegExp]>([
    [
      'a forge that there is not',
      { ...payments, forge: 'search' },
      /vmRequests\.stacks\.payments\.forge: gitForges has no search, only default, payments/,
    ],
    [
      'an Atlantis that there is not',
      { ...payments, atlantis: 'search' },
      /vmRequests\.stacks\.payments\.atlantis: atlantisServers has no search/,
    ],
    [
      'a repository that the forge may not touch',
      { ...payments, repository: 'payments/vms' },
      /stacks\.payments\.repository: .*gitForges\.payments\.repositories/,
    ],
    [
      'a directory that Atlantis may not touch',
      { ...payments, directory: 'vms/{environment}/{name}' },
      /stacks\.payments\.atlantis: .*vms\/sandbox\/example.*atlantisServers\.payments\.allow/,
    ],
    [
      'a pattern that several machines would share',
      { ...payments, directory: 'machines/{name}' },
      /stacks\.payments\.directory: .*must hold \{environment\} and \{name\}/,
    ],
    [
      'a state backend that there is not',
      { ...payments, backend: 'search' },
      /stacks\.payments\.backend: terraformRender\.backends has no search/,
    ],
    [
      'no repository',
      { ...payments, repository: undefined },
      /vmRequests\.stacks\.payments\.repository: /,
    ],
    [
      'a key that is none',
      { ...payments, branch: 'main' },
      /vmRequests\.stacks\.payments: .*branch/,
    ],
  ])('refuses %s', (_, stack, words) => {
    expect(() => read({ stacks: { payments: stack } })).toThrow(words);
  });

  it('refuses two defaults', () => {
    expect(() =>
      read({ repository, stacks: { default: { repository } } }),
    ).toThrow(
      'vmRequests.stacks.default and vmRequests.repository are the same stack',
    );
  });

  it('refuses an environment that names a stack that there is not, or none of several', () => {
    expect(() =>
      read({ repository }, { sandbox: { stacks: ['search'] } }),
    ).toThrow(
      'vmRequests.policy.environments.sandbox.stacks: vmRequests.stacks has no search, only default',
    );
    expect(() =>
      read({ stacks: { payments, search: { repository } } }),
    ).toThrow(
      'vmRequests.policy.environments.sandbox.stacks: name those of payments, search that it uses',
    );
  });

  it('refuses two stacks that the gate could not tell apart', () => {
    const both = (subject?: string, other?: string) => ({
      stacks: {
        default: { repository, gateSubject: subject },
        payments: { ...payments, gateSubject: other },
      },
    });
    for (const subjects of [[], ['a'], ['a', 'a']]) {
      expect(() => read(both(...subjects))).toThrow(
        'vmRequests.stacks.payments.gateSubject: platform/infrastructure is the repository of default, too, on another forge',
      );
    }
    expect(() => read(both('a', 'b'))).not.toThrow();
  });
});
