/**
 * The command `netbox-client`.
 *
 * @packageDocumentation
 */

import { InputError } from '@backstage/errors';
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { NetBoxClient } from './NetBoxClient';
import { NetBoxService } from './NetBoxService';

const usage = `Usage: netbox-client <command> [--field <name>]

Commands:
  check     looks at all that allocations need, and changes nothing
  set-up    makes the custom field for the keys of allocations, or makes it right

Options:
  --field   name of the custom field (default: backlot_allocation)

Environment:
  NETBOX_URL       URL of NetBox, without /api
  NETBOX_TOKEN     API token; set-up needs that of an administrator
  NETBOX_CA_FILE   certificate authorities in PEM (default: those of the system)
`;

const environment = z.object({
  NETBOX_URL: z.url({ protocol: /^https?$/ }),
  NETBOX_TOKEN: z.string().min(1),
  NETBOX_CA_FILE: z.string().optional(),
});

async function clientOf(
  env: NodeJS.ProcessEnv,
  customField: string | undefined,
): Promise<NetBoxClient> {
  const parsed = environment.safeParse(env);
  if (!parsed.success) {
    throw new InputError(
      `The environment is not complete: ${parsed.error.issues
        .map(issue => `${issue.path.join('.')}: ${issue.message}`)
        .join('; ')}`,
    );
  }
  const { NETBOX_URL, NETBOX_TOKEN, NETBOX_CA_FILE } = parsed.data;
  return new NetBoxClient({
    url: NETBOX_URL,
    token: NETBOX_TOKEN,
    ca: NETBOX_CA_FILE ? await readFile(NETBOX_CA_FILE, 'utf8') : undefined,
    customField,
  });
}

async function check(
  client: NetBoxService,
  print: (line: string) => void,
): Promise<number> {
  const steps = await client.checkConnection();
  for (const step of steps) {
    const details = [step.detail, step.error, step.remedy].filter(Boolean);
    print(
      `${step.ok ? 'ok    ' : 'FAILED'}  ${[step.title, ...details].join(
        '. ',
      )}`,
    );
  }
  return steps.every(step => step.ok) ? 0 : 1;
}

async function setUp(
  client: NetBoxService,
  print: (line: string) => void,
): Promise<number> {
  const { name, outcome } = await client.setUpCustomField();
  print(`Custom field ${name}: ${outcome}`);
  return 0;
}

const commands = { check, 'set-up': setUp };

/**
 * The command line of this package.
 *
 * @returns exit code: 0 if all is well, 1 if something is wrong, 2 for a wrong command line
 * @public
 */
export async function runCli(options: {
  args: string[];
  env: NodeJS.ProcessEnv;
  print: (line: string) => void;
}): Promise<number> {
  const { args, env, print } = options;
  let client: NetBoxClient | undefined;
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: { field: { type: 'string' } },
    });
    const [name, ...rest] = positionals;
    if (rest.length > 0 || !Object.keys(commands).includes(name)) {
      print(usage);
      return 2;
    }
    client = await clientOf(env, values.field);
    return await commands[name as keyof typeof commands](client, print);
  } catch (error) {
    print((error as Error).message);
    return 1;
  } finally {
    await client?.close();
  }
}
