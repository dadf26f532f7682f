import { parseArgs } from 'node:util';
import { resolve } from 'node:path';
import { LabOptions } from './Lab';
import { startLab } from './startLab';
import { smallCompany } from './company/smallCompany';

const usage = `Starts a lab: a vCenter, a NetBox, a Git forge and an Atlantis on this computer.

  --directory <folder>         where its state and secrets are kept (.lab)
  --infrastructure <folder>    what the infrastructure repository begins with
  --machines <number>          how many machines it is seeded with at its first start (300)
  --backstage <url>            the Backstage backend that Atlantis asks before it applies
  --vcenter-port <port>        7443
  --netbox-port <port>         7480
  --forge-port <port>          7430
  --atlantis-port <port>       7441
  --control-port <port>        7400
  --help
`;

function portOf(text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65535) {
    throw new Error(`${text} is not a port: give a number from 0 to 65535`);
  }
  return port;
}

function readOptions(args: string[]): LabOptions | undefined {
  const { values } = parseArgs({
    args,
    options: {
      directory: { type: 'string', default: '.lab' },
      infrastructure: { type: 'string' },
      machines: { type: 'string' },
      backstage: { type: 'string' },
      'vcenter-port': { type: 'string', default: '7443' },
      'netbox-port': { type: 'string', default: '7480' },
      'forge-port': { type: 'string', default: '7430' },
      'atlantis-port': { type: 'string', default: '7441' },
      'control-port': { type: 'string', default: '7400' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    return undefined;
  }
  return {
    directory: resolve(values.directory),
    infrastructure: values.infrastructure && resolve(values.infrastructure),
    company: values.machines
      ? { ...smallCompany, machines: Number(values.machines) }
      : smallCompany,
    backstage: values.backstage ? { url: values.backstage } : undefined,
    ports: {
      vcenter: portOf(values['vcenter-port']),
      netbox: portOf(values['netbox-port']),
      forge: portOf(values['forge-port']),
      atlantis: portOf(values['atlantis-port']),
      control: portOf(values['control-port']),
    },
  };
}

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  if (!options) {
    process.stdout.write(usage);
    return;
  }
  const lab = await startLab(options);
  process.stdout.write(
    `${[
      `vCenter   ${lab.vcenter.url}`,
      `NetBox    ${lab.netbox.url}`,
      `Forge     ${lab.forge.url}`,
      `Atlantis  ${lab.atlantis.url}`,
      `Control   ${lab.control.url}`,
      `Tokens, passwords and the certificate authority: ${options.directory}/lab.json`,
    ].join('\n')}\n`,
  );
  const end = () => {
    lab.close().then(
      () => process.exit(0),
      error => {
        process.stderr.write(`${error}\n`);
        process.exit(1);
      },
    );
  };
  process.once('SIGINT', end);
  process.once('SIGTERM', end);
}

main().catch(error => {
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
});
