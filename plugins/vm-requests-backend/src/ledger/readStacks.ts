import { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { assertAllowed, readAtlantisConfigs } from '@backlot/atlantis-client';
import { causeInWords, namedConfigs } from '@backlot/backend-common';
import {
  assertAllowedRepository,
  readGitForgeConfigs,
} from '@backlot/git-forge';
import {
  DEFAULT_STACK,
  directoryOf,
  Policy,
  Stack,
  stackSchema,
  stacksOf,
} from '@backlot/plugin-vm-requests-common';

type Environments = Policy['environments'];

/** What is wrong where something throws, in its own words. */
function problemOf(key: string, check: () => void): string[] {
  try {
    check();
    return [];
  } catch (error) {
    return [`${key}: ${causeInWords(error)}`];
  }
}

/** The stack that `vmRequests` itself describes. */
function readDefault(config: Config): Stack {
  return stackSchema.parse({
    repository: config.getString('repository'),
    baseBranch: config.getOptionalString('baseBranch'),
    directory: config.getOptionalString('directory'),
  });
}

function readNamed(config: Config): Record<string, Stack> {
  const stacks: Record<string, Stack> = {};
  for (const { name, config: given } of namedConfigs(config, 'stacks')) {
    const parsed = stackSchema.safeParse(given.get());
    if (!parsed.success) {
      throw notRight(
        parsed.error.issues.map(
          ({ path, message }) =>
            `vmRequests.stacks.${[name, ...path].join('.')}: ${message}`,
        ),
      );
    }
    stacks[name] = parsed.data;
  }
  return stacks;
}

/**
 * Reads where machines are written down and made: the stack that `vmRequests` itself describes, which is
 * named `default`, and those of `vmRequests.stacks`.
 *
 * @param config - `vmRequests` of the configuration
 * @throws InputError that names the key and what to write
 */
export function readStacks(config: Config): Record<string, Stack> {
  const named = readNamed(config);
  if (!config.has('repository') && Object.keys(named).length > 0) {
    return named;
  }
  if (Object.hasOwn(named, DEFAULT_STACK)) {
    throw notRight([
      `vmRequests.stacks.${DEFAULT_STACK} and vmRequests.repository are the same stack: remove one of them`,
    ]);
  }
  return { [DEFAULT_STACK]: readDefault(config), ...named };
}

/** Where a stack stands in the configuration. */
function keyOf(root: Config, name: string): string {
  return root.has(`vmRequests.stacks.${name}`)
    ? `vmRequests.stacks.${name}`
    : 'vmRequests';
}

/** Directories that a pattern may not lead to are refused before somebody asks for a machine. */
function directoryProblems(
  root: Config,
  environments: Environments,
  stacks: Record<string, Stack>,
): string[] {
  return Object.entries(environments).flatMap(([name, environment]) =>
    stacksOf(environment, stacks).flatMap(stack =>
      problemOf(`${keyOf(root, stack)}.directory`, () =>
        directoryOf(stacks[stack].directory, {
          environment: name,
          name: 'example',
        }),
      ),
    ),
  );
}

function environmentProblems(
  environments: Environments,
  stacks: Record<string, Stack>,
): string[] {
  return Object.entries(environments).flatMap(([name, environment]) => {
    const key = `vmRequests.policy.environments.${name}.stacks`;
    const names = Object.keys(stacks);
    if (!environment.stacks) {
      return stacksOf(environment, stacks).length === 0
        ? [`${key}: name those of ${names.join(', ')} that it uses`]
        : [];
    }
    return environment.stacks
      .filter(stack => !names.includes(stack))
      .map(
        stack =>
          `${key}: vmRequests.stacks has no ${stack}, only ${names.join(', ')}`,
      );
  });
}

/** What a stack says of others that are configured elsewhere. */
function peerProblems(
  root: Config,
  environments: Environments,
  stacks: Record<string, Stack>,
): string[] {
  const forges = readGitForgeConfigs(root);
  const servers = readAtlantisConfigs(root);
  return Object.entries(stacks).flatMap(([name, stack]) => {
    const key = keyOf(root, name);
    const forge = Object.hasOwn(forges, stack.forge)
      ? forges[stack.forge]
      : undefined;
    const server = Object.hasOwn(servers, stack.atlantis)
      ? servers[stack.atlantis]
      : undefined;
    const used = Object.entries(environments).filter(([, environment]) =>
      stacksOf(environment, stacks).includes(name),
    );
    return [
      ...(forge
        ? problemOf(`${key}.repository`, () =>
            assertAllowedRepository(
              forge.repositories,
              stack.repository,
              forge.key,
            ),
          )
        : [
            `${key}.forge: gitForges has no ${stack.forge}, only ${Object.keys(
              forges,
            ).join(', ')}`,
          ]),
      ...(server
        ? used.flatMap(([environment]) =>
            problemOf(`${key}.atlantis`, () =>
              assertAllowed(
                server,
                stack.repository,
                directoryOf(stack.directory, { environment, name: 'example' }),
              ),
            ),
          )
        : [
            `${key}.atlantis: atlantisServers has no ${
              stack.atlantis
            }, only ${Object.keys(servers).join(', ')}`,
          ]),
      ...(stack.backend !== undefined &&
      !root.has(`terraformRender.backends.${stack.backend}`)
        ? [`${key}.backend: terraformRender.backends has no ${stack.backend}`]
        : []),
    ];
  });
}

/**
 * What the gate is asked says no forge: of two stacks whose repositories have one name on two forges it
 * must be known by the token which of them asks.
 */
function gateProblems(stacks: Record<string, Stack>): string[] {
  const all = Object.entries(stacks);
  return all.flatMap(([name, stack], index) =>
    all
      .slice(index + 1)
      .filter(
        ([, other]) =>
          other.repository === stack.repository &&
          other.forge !== stack.forge &&
          (other.gateSubject === stack.gateSubject ||
            other.gateSubject === undefined ||
            stack.gateSubject === undefined),
      )
      .map(
        ([otherName]) =>
          `vmRequests.stacks.${otherName}.gateSubject: ${stack.repository} is the repository of ${name}, too, on another forge; give both stacks a gateSubject, each its own, so that the gate tells them apart; that of vmRequests.repository is to be vmRequests.stacks.default for this`,
      ),
  );
}

/**
 * Checks that stacks, environments and what both name fit together.
 *
 * @throws InputError that names the keys
 */
export function checkStacks(
  root: Config,
  { environments }: Policy,
  stacks: Record<string, Stack>,
): void {
  const unresolved = environmentProblems(environments, stacks);
  if (unresolved.length > 0) {
    throw notRight(unresolved);
  }
  const problems = [
    ...directoryProblems(root, environments, stacks),
    ...gateProblems(stacks),
  ];
  // One that nobody named is checked by the connection tests.
  if (problems.length === 0 && root.has('vmRequests.stacks')) {
    problems.push(...peerProblems(root, environments, stacks));
  }
  if (problems.length > 0) {
    throw notRight(problems);
  }
}

function notRight(problems: string[]): InputError {
  return new InputError(
    `The stacks of vmRequests are invalid: ${[...new Set(problems)].join(
      '; ',
    )}`,
  );
}
