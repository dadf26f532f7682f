/**
 * The command `backlot-lab`: importing it starts a lab with the options of the command line.
 *
 * @packageDocumentation
 */

import { readLabOptions, usage } from './readLabOptions';
import { startLab } from './startLab';

async function main(): Promise<void> {
  const options = readLabOptions(process.argv.slice(2));
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
