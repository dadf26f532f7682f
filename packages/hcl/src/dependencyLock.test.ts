import {
  checkDependencyLock,
  parseDependencyLock,
  providerAddress,
} from './dependencyLock';

const address = 'registry.terraform.io/vmware/vsphere';

/** As Terraform 1.11.4 wrote it, with a second provider. */
const written = `# This file is maintained automatically by "terraform init".
# Manual edits may be lost in future updates.

provider "registry.terraform.io/hashicorp/random" {
  version = "3.7.2"
}

provider "${address}" {
  version     = "1.26.0"
  constraints = ">= 1.26.0, 1.26.0, < 3.0.0"
  hashes = [
    "h1:kaI0I86OR2xy7EOwyVwBfUnB6y234qgND9Zebdw6tPQ=",
    "zh:0f2c1a",
  ]
}
`;

const pinned = { source: 'vmware/vsphere', version: '1.26.0' };

function vsphere(body: string): string {
  return `provider "${address}" {\n${body}\n}\n`;
}

describe('providerAddress', () => {
  it.each([
    ['vmware/vsphere', address],
    ['VMware/vSphere', address],
    [
      'registry.acme.example/vmware/vsphere',
      'registry.acme.example/vmware/vsphere',
    ],
    ['acme.example:8443/a/b', 'acme.example:8443/a/b'],
  ])('of %s is %s', (source, expected) => {
    expect(providerAddress(source)).toBe(expected);
  });
});

describe('parseDependencyLock', () => {
  it('reads what Terraform writes', () => {
    expect(parseDependencyLock(written)).toEqual([
      {
        address: 'registry.terraform.io/hashicorp/random',
        version: '3.7.2',
        hashes: [],
        start: written.indexOf('provider "registry.terraform.io/hashicorp'),
      },
      {
        address,
        version: '1.26.0',
        hashes: [
          'h1:kaI0I86OR2xy7EOwyVwBfUnB6y234qgND9Zebdw6tPQ=',
          'zh:0f2c1a',
        ],
        start: written.indexOf(`provider "${address}"`),
      },
    ]);
    expect(parseDependencyLock('module "a" {\n}\n')).toEqual([]);
  });

  // Each of these ends `terraform init` 1.11.4 with "failed to read dependency lock file".
  it.each([
    [
      'provider "vmware/vsphere" {\n  version = "1.26.0"\n}\n',
      '"vmware/vsphere" is not a whole provider address',
    ],
    [
      'provider "registry.terraform.io/VMware/vsphere" {\n  version = "1.26.0"\n}\n',
      'is not a whole provider address',
    ],
    [vsphere('version = "= 1.26.0"'), 'version is not right'],
    [vsphere('version = "v1.26.0"'), 'version is not right'],
    [vsphere('version = "1.26"'), 'version is not right'],
    [vsphere('version = 1.26'), 'version is not right'],
    [vsphere('version = "${var.version}"'), 'version is not right'],
    [vsphere(''), `${address} has no version`],
    [vsphere('version = "1.26.0"\nhashes = []'), 'is not a list of hashes'],
    [vsphere('version = "1.26.0"\nhashes = ["a"]'), 'is not a list of hashes'],
    [vsphere('version = "1.26.0"\nhashes = "h1:a"'), 'is not a list of hashes'],
    [vsphere('version = "1.26.0"\nsource = "a"'), '"source" is not known here'],
    [vsphere('version = "1.26.0"\nx {\n}'), 'block "x" is not one of'],
    [vsphere('version = "1.26.0"').repeat(2), 'is there twice'],
    [
      vsphere('version = "1.26.0"').replace('vm', 'v_'),
      'is not a whole provider address',
    ],
    [
      vsphere('version = "1.26.0"').replace(' {', ' "x" {'),
      'block "provider" is not one of',
    ],
    ['providers "a" {\n}\n', 'block "providers" is not one of a lock file'],
    ['version = "1"\n', 'argument "version" stands outside of a block'],
    ['provider "a" {', 'is not closed'],
  ])('refuses %j', (text, words) => {
    expect(() => parseDependencyLock(text)).toThrow(words);
  });
});

describe('checkDependencyLock', () => {
  it('takes a file that names the provider and its version, with hashes', () => {
    expect(() => checkDependencyLock(written, pinned)).not.toThrow();
    expect(() =>
      checkDependencyLock(written, { source: pinned.source }),
    ).not.toThrow();
  });

  it('says which version the file has', () => {
    expect(() =>
      checkDependencyLock(written, { ...pinned, version: '2.16.1' }),
    ).toThrow(
      expect.objectContaining({
        message: `the lock file has version 1.26.0 of ${address}, and the pinned one is 2.16.1`,
        remedy:
          'make it with terraform providers lock where required_providers has 2.16.1',
        offset: written.indexOf(`provider "${address}"`),
      }),
    );
  });

  it('says when the provider is not in it', () => {
    expect(() =>
      checkDependencyLock(written, { ...pinned, source: 'hashicorp/vsphere' }),
    ).toThrow(
      'the lock file does not name registry.terraform.io/hashicorp/vsphere',
    );
  });

  it('wants hashes, without which the file holds Terraform to nothing more', () => {
    expect(() =>
      checkDependencyLock(vsphere('version = "1.26.0"'), pinned),
    ).toThrow('has no hashes');
  });
});
