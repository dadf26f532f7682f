import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { InputError } from '@backstage/errors';
import { smallCompany } from './company/smallCompany';
import { LabOptions } from './Lab';
import { NetBoxLanguage } from './netbox/serveNetBox';

/** What the command says of itself. */
export const usage = `Starts a lab: a vCenter, a NetBox, a Git forge and an Atlantis on this computer.

  --directory <folder>         where its state and secrets are kept (.lab)
  --infrastructure <folder>    what the infrastructure repository begins with
  --machines <number>          how many machines it is seeded with at its first start (300)
  --backstage <url>            the Backstage backend that Atlantis asks before it applies
  --vcenter-port <port>        8181
  --netbox-port <port>         8182
  --netbox-language <language> en or de: what NetBox words its refusals in (en)
  --forge-port <port>          8183
  --atlantis-port <port>       8184
  --control-port <port>        8185
  --help
`;

const highestPort = 65535;
const mostMachines = 1_000_000;

function numberOf(option: string, text: string, most: number): number {
  const number = Number(text);
  if (text === '' || !Number.isInteger(number) || number < 0 || number > most) {
    throw new InputError(
      `--${option} ${text}: give a whole number from 0 to ${most}`,
    );
  }
  return number;
}

function languageOf(text: string): NetBoxLanguage {
  if (text !== 'en' && text !== 'de') {
    throw new InputError(`--netbox-language ${text}: give en or de`);
  }
  return text;
}

/**
 * What the command's arguments ask for; undefined when they ask for help.
 *
 * @throws InputError for a number or language that is none; TypeError for an option that there is not
 * @internal
 */
export function readLabOptions(args: string[]): LabOptions | undefined {
  const { values } = parseArgs({
    args,
    options: {
      directory: { type: 'string', default: '.lab' },
      infrastructure: { type: 'string' },
      machines: { type: 'string', default: String(smallCompany.machines) },
      backstage: { type: 'string' },
      'vcenter-port': { type: 'string', default: '8181' },
      'netbox-port': { type: 'string', default: '8182' },
      'netbox-language': { type: 'string', default: 'en' },
      'forge-port': { type: 'string', default: '8183' },
      'atlantis-port': { type: 'string', default: '8184' },
      'control-port': { type: 'string', default: '8185' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    return undefined;
  }
  const port = (option: `${keyof NonNullable<LabOptions['ports']>}-port`) =>
    numberOf(option, values[option], highestPort);
  return {
    directory: resolve(values.directory),
    infrastructure: values.infrastructure && resolve(values.infrastructure),
    company: {
      ...smallCompany,
      machines: numberOf('machines', values.machines, mostMachines),
    },
    backstage: values.backstage ? { url: values.backstage } : undefined,
    netboxLanguage: languageOf(values['netbox-language']),
    ports: {
      vcenter: port('vcenter-port'),
      netbox: port('netbox-port'),
      forge: port('forge-port'),
      atlantis: port('atlantis-port'),
      control: port('control-port'),
    },
  };
}
