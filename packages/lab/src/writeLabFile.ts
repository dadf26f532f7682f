import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Lab } from './Lab';

const ownerOnly = 0o600;

/**
 * Writes where the lab's peers are and what they are asked with to `lab.json`, which Backstage's
 * configuration can take its values from: `$include: .lab/lab.json#netbox.token`. Only its owner
 * may read it.
 *
 * @internal
 */
export async function writeLabFile(lab: Lab, directory: string): Promise<void> {
  const { vcenter, netbox, forge, atlantis, control, credentials } = lab;
  const path = join(directory, 'lab.json');
  await mkdir(directory, { recursive: true });
  await writeFile(
    path,
    `${JSON.stringify(
      {
        vcenter: { url: vcenter.url, ca: vcenter.ca, ...credentials.vcenter },
        netbox: { url: netbox.url, ...credentials.netbox },
        forge: {
          url: forge.url,
          owner: forge.owner,
          repository: forge.repository,
          ...credentials.forge,
        },
        atlantis: { url: atlantis.url, ...credentials.atlantis },
        control: { url: control.url },
        gateToken: credentials.gateToken,
      },
      undefined,
      2,
    )}\n`,
    { mode: ownerOnly },
  );
  // The mode above is for a new file only.
  await chmod(path, ownerOnly);
}
