import { createMockDirectory } from '@backstage/backend-test-utils';
import { initProvider } from './initProvider';

const pinTo = (version: string, source = 'vmware/vsphere') =>
  JSON.stringify({
    terraform: { required_providers: { vsphere: { source, version } } },
  });

const lockTo = (version: string) =>
  `provider "registry.terraform.io/vmware/vsphere" {\n  version = "${version}"\n}\n`;

describe('initProvider', () => {
  const directory = createMockDirectory();

  const installed = (version: string) =>
    `- Installed vmware/vsphere v${version} (unauthenticated)`;

  async function init(files: Record<string, string>) {
    directory.setContent(files);
    const { version, lines } = await initProvider(directory.path, [
      '1.26.0',
      '2.16.1',
    ]);
    expect(lines).toContain(installed(version));
    return lines;
  }

  it('takes the newest version where none is pinned', async () => {
    expect(await init({ 'main.tf': '' })).toEqual([
      '- Finding vmware/vsphere versions matching ">= 1.26.0, < 3.0.0"...',
      '- Installing vmware/vsphere v2.16.1...',
      installed('2.16.1'),
    ]);
    expect(await init({ 'versions.tf.json': pinTo('>= 1.26.0') })).toContain(
      installed('2.16.1'),
    );
  });

  it('takes the pinned version, though there is a newer one', async () => {
    expect(await init({ 'versions.tf.json': pinTo('= 1.26.0') })).toEqual([
      '- Finding vmware/vsphere versions matching ">= 1.26.0, 1.26.0, < 3.0.0"...',
      '- Installing vmware/vsphere v1.26.0...',
      installed('1.26.0'),
    ]);
  });

  it('takes the locked version', async () => {
    expect(
      await init({
        'versions.tf.json': pinTo('1.26.0'),
        '.terraform.lock.hcl': lockTo('1.26.0'),
      }),
    ).toEqual([
      '- Reusing previous version of vmware/vsphere from the dependency lock file',
      '- Installing vmware/vsphere v1.26.0...',
      installed('1.26.0'),
    ]);
    expect(await init({ '.terraform.lock.hcl': lockTo('1.26.0') })).toContain(
      installed('1.26.0'),
    );
  });

  // Of versions, the words are those of Terraform 1.11.4 with a filesystem mirror.
  it.each<[string, Record<string, string>, string]>([
    [
      'a version that is not offered',
      { 'versions.tf.json': pinTo('= 9.9.9') },
      'no available releases match the given constraints >= 1.26.0, < 3.0.0, 9.9.9',
    ],
    [
      'a locked version that is not offered',
      { '.terraform.lock.hcl': lockTo('2.0.0') },
      'the previously-selected version 2.0.0 is no longer available',
    ],
    [
      'a lock file of another version',
      {
        'versions.tf.json': pinTo('= 2.16.1'),
        '.terraform.lock.hcl': lockTo('1.26.0'),
      },
      'locked provider registry.terraform.io/vmware/vsphere 1.26.0 does not match configured version constraint >= 1.26.0, 2.16.1, < 3.0.0; must use terraform init -upgrade to allow selection of new versions',
    ],
    [
      'another provider',
      { 'versions.tf.json': pinTo('= 1.26.0', 'acme/vsphere') },
      'provider registry.terraform.io/acme/vsphere was not found in any of the search locations',
    ],
    [
      'a lock file that it cannot read',
      { '.terraform.lock.hcl': 'provider "vmware/vsphere" {\n}\n' },
      '"vmware/vsphere" is not a whole provider address',
    ],
    [
      'versions that it cannot read',
      { 'versions.tf.json': '{"terraform": 1}' },
      'required_providers objects can only contain',
    ],
  ])('refuses %s', async (_, files, words) => {
    await expect(init(files)).rejects.toMatchObject({
      diagnostics: [{ detail: expect.stringContaining(words) }],
    });
  });
});
