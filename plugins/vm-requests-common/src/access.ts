import { z } from 'zod';

const placeholders = ['user', 'address', 'fqdn'];

function hasUnknownPlaceholder(text: string): boolean {
  return [...text.matchAll(/\{([^}]*)\}/g)].some(
    ([, name]) => !placeholders.includes(name),
  );
}

/**
 * Who can sign in to a machine, and how its guest learns of it.
 *
 * @public
 */
export const machineAccessSchema = z
  .object({
    mechanism: z
      .string()
      .regex(
        /^[a-z][a-z0-9-]*$/,
        'Lowercase letters, digits and hyphens, such as cloud-init',
      )
      .describe(
        'How the guest is told its address and user, in a word of the Terraform module, e.g. `cloud-init`',
      ),
    user: z.string().min(1),
    sshKeys: z
      .boolean()
      .optional()
      .describe(
        'Whether requesters give their SSH public keys; they do by default',
      ),
    signIn: z
      .string()
      .min(1)
      .refine(text => !hasUnknownPlaceholder(text), {
        message: 'The placeholders are {user}, {address} and {fqdn}',
      })
      .optional()
      .describe(
        'How one signs in, with `{user}`, `{address}` and `{fqdn}`; `ssh {user}@{address}` by default',
      ),
  })
  .describe('Who can sign in to a machine, and how its guest learns of it');

/** @public */
export type MachineAccess = z.infer<typeof machineAccessSchema>;

/**
 * Whether requesters give their SSH public keys.
 *
 * @public
 */
export function asksForSshKeys({
  sshKeys = true,
}: Pick<MachineAccess, 'sshKeys'>): boolean {
  return sshKeys;
}

/**
 * How one signs in to a machine.
 *
 * @param machine - without an address, its fully qualified name takes the address's place
 * @public
 */
export function signInOf(
  { user, signIn = 'ssh {user}@{address}' }: MachineAccess,
  machine: { fqdn: string; address?: string },
): string {
  const { fqdn, address = fqdn } = machine;
  const values = new Map(Object.entries({ user, address, fqdn }));
  return signIn.replace(
    /\{([^}]*)\}/g,
    (placeholder, name) => values.get(name) ?? placeholder,
  );
}
