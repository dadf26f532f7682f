import { z } from 'zod';
import { PolicyEnvironment } from './policy';

/**
 * The stack of a configuration that names none, and of machines that were made before there were several.
 *
 * @public
 */
export const DEFAULT_STACK = 'default';

/** Pattern of a machine's directory where a stack has none of its own. */
const DEFAULT_DIRECTORY = 'vms/{environment}/{name}';

/**
 * Where machines are written down and made.
 *
 * @public
 */
export const stackSchema = z
  .strictObject({
    title: z.string().min(1).optional().describe('As people call it'),
    forge: z
      .string()
      .default('default')
      .describe('Name of the Git forge in the configuration'),
    repository: z.string().describe('`owner/name` on the forge'),
    baseBranch: z
      .string()
      .min(1)
      .default('main')
      .describe('Branch that pull requests go to'),
    directory: z
      .string()
      .default(DEFAULT_DIRECTORY)
      .describe("Pattern of a machine's directory"),
    atlantis: z
      .string()
      .default('default')
      .describe('Name of the Atlantis in the configuration'),
    workspace: z
      .string()
      .max(90)
      .regex(
        /^[A-Za-z0-9][A-Za-z0-9_-]*$/,
        'A workspace has letters, digits, hyphens and underscores',
      )
      .default('default')
      .describe("Terraform's workspace"),
    backend: z
      .string()
      .optional()
      .describe(
        "Name of one of `terraformRender.backends`, which keeps its machines' states; absent: as `terraformRender.backend` says",
      ),
    gateSubject: z
      .string()
      .min(1)
      .optional()
      .describe(
        'Subject of the token that its Atlantis asks the gate with; absent: of any that may use the gate',
      ),
  })
  .describe('Where machines are written down and made');

/** @public */
export type Stack = z.infer<typeof stackSchema>;

/**
 * A stack as forms are told it.
 *
 * @public
 */
export const offeredStackSchema = stackSchema
  .pick({ title: true })
  .describe('A stack as forms are told it');

/** @public */
export type OfferedStack = z.infer<typeof offeredStackSchema>;

/**
 * Names of the stacks that new machines of an environment may live in, the one first that is taken where
 * nobody chooses: those that it names, or else the default one, or the only one. None where that leaves
 * several.
 *
 * @public
 */
export function stacksOf(
  { stacks: named }: Pick<PolicyEnvironment, 'stacks'>,
  stacks: Record<string, unknown>,
): string[] {
  const names = Object.keys(stacks);
  if (named) {
    return named.filter(name => names.includes(name));
  }
  if (names.includes(DEFAULT_STACK)) {
    return [DEFAULT_STACK];
  }
  return names.length === 1 ? names : [];
}

/**
 * The stack that a new machine is to live in.
 *
 * @returns its name, or why it cannot, as a sentence for people
 * @public
 */
export function chooseStack(
  environment: Pick<PolicyEnvironment, 'stacks' | 'title'>,
  stacks: Record<string, unknown>,
  asked: string | undefined,
): { stack: string } | { problem: string } {
  const allowed = stacksOf(environment, stacks);
  const stack = asked ?? allowed.at(0);
  if (stack === undefined) {
    return {
      problem: `${environment.title} has no stack to make machines in: its stacks are not in the configuration any more.`,
    };
  }
  return allowed.includes(stack)
    ? { stack }
    : {
        problem: `Stack ${stack} is not allowed in ${
          environment.title
        }; allowed: ${allowed.join(', ') || 'none'}.`,
      };
}
