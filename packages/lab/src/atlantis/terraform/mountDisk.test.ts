import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { mountDiskScript, uuidOfDnsName } from './mountDisk';

describe('what the lab tells a guest of its disks', () => {
  it('runs the script of the starter’s module', () => {
    const script = join(
      __dirname,
      '../../../../../templates/infrastructure/modules/rhel9-vm/mountDisk.sh',
    );
    expect(mountDiskScript).toBe(readFileSync(script, 'utf8'));
  });

  it('names file systems as Terraform’s uuidv5 does', () => {
    // Terraform's documentation: uuidv5("dns", "www.terraform.io").
    expect(uuidOfDnsName('www.terraform.io')).toBe(
      'a5008fae-b28c-5ba5-96cd-82b4c53552d6',
    );
  });
});
