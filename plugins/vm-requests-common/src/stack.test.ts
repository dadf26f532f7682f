import { chooseStack, stacksOf, stackSchema } from './stack';

const stack = { repository: 'platform/infrastructure' };

describe('the stacks of an environment', () => {
  it('are those that it names, in its order', () => {
    expect(
      stacksOf(
        { stacks: ['payments', 'default'] },
        { default: stack, payments: stack, search: stack },
      ),
    ).toEqual(['payments', 'default']);
  });

  it('are without the withdrawn ones', () => {
    expect(
      stacksOf({ stacks: ['payments', 'default'] }, { default: stack }),
    ).toEqual(['default']);
  });

  it.each([
    ['the default one', { default: stack, payments: stack }, ['default']],
    ['the only one', { payments: stack }, ['payments']],
    ['none of several', { payments: stack, search: stack }, []],
  ])('is %s where it names none', (_, stacks, names) => {
    expect(stacksOf({}, stacks)).toEqual(names);
  });
});

describe('the stack of a new machine', () => {
  const stacks = { payments: stack, default: stack, search: stack };
  const environment = { title: 'Production', stacks: ['payments', 'default'] };

  it('is the first where nobody chooses', () => {
    expect(chooseStack(environment, stacks, undefined)).toEqual({
      stack: 'payments',
    });
  });

  it('is the chosen one where the environment allows it', () => {
    expect(chooseStack(environment, stacks, 'default')).toEqual({
      stack: 'default',
    });
    expect(chooseStack(environment, stacks, 'search')).toEqual({
      problem:
        'Stack search is not allowed in Production; allowed: payments, default.',
    });
  });

  it('is none where those of the environment were withdrawn', () => {
    expect(chooseStack(environment, { search: stack }, undefined)).toEqual({
      problem:
        'Production has no stack to make machines in: its stacks are not in the configuration any more.',
    });
  });
});

describe('a stack of the configuration', () => {
  it('needs a repository, and has defaults for the rest', () => {
    expect(stackSchema.parse(stack)).toEqual({
      forge: 'default',
      repository: 'platform/infrastructure',
      baseBranch: 'main',
      directory: 'vms/{environment}/{name}',
      atlantis: 'default',
      workspace: 'default',
    });
  });

  it.each(['', '-a', 'a b', '$(id)', '../a'])(
    'refuses the workspace %p',
    workspace => {
      expect(stackSchema.safeParse({ ...stack, workspace }).success).toBe(
        false,
      );
    },
  );
});
