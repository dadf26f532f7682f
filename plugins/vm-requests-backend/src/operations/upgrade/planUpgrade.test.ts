import { RequestFile } from '@backlot/plugin-vm-requests-common';
import { TerraformPin } from '@backlot/plugin-vm-requests-node';
import fc from 'fast-check';
import { planUpgrade } from './planUpgrade';

const directory = 'vms/dev/web01';

function pin(tag: string, version: string, lockFile?: string): TerraformPin {
  return {
    moduleSource: `git::https://forge.example/i.git//modules/rhel9-vm?ref=${tag}&depth=1`,
    provider: { source: 'vmware/vsphere', version },
    lockFile,
  };
}

function filesOf({
  moduleSource,
  provider,
  lockFile,
}: TerraformPin): RequestFile[] {
  return [
    {
      path: `${directory}/main.tf`,
      content: `module "vm" {\n  source = "${moduleSource}"\n}\n`,
    },
    {
      path: `${directory}/versions.tf.json`,
      content: `${JSON.stringify(
        {
          terraform: {
            required_version: '>= 1.5',
            required_providers: {
              random: { source: 'hashicorp/random', version: '= 3.6.0' },
              vsphere: {
                source: provider.source,
                version: `= ${provider.version}`,
              },
            },
          },
        },
        undefined,
        2,
      )}\n`,
    },
    { path: `${directory}/vm.auto.tfvars.json`, content: '{}' },
    ...(lockFile === undefined
      ? []
      : [{ path: `${directory}/.terraform.lock.hcl`, content: lockFile }]),
  ];
}

const plan = (pinned: TerraformPin, configured: TerraformPin) =>
  planUpgrade({ directory, pinned, files: filesOf(pinned) }, configured);

/** The directory afterwards. */
function applied(pinned: TerraformPin, files: RequestFile[]): RequestFile[] {
  return [
    ...new Map(
      [...filesOf(pinned), ...files].map(file => [file.path, file]),
    ).values(),
  ].filter(({ removed }) => !removed);
}

describe('planUpgrade', () => {
  it('takes the module and the provider that configuration names, and says from what to what', () => {
    const configured = pin('v2', '2.16.1');
    const planned = plan(pin('v1', '1.26.0'), configured);
    expect(planned).toEqual({
      terraform: configured,
      files: filesOf(configured).slice(0, 2),
      does: ['Module: v1 to v2.', 'Provider vmware/vsphere: 1.26.0 to 2.16.1.'],
      changesModule: true,
      changesProvider: true,
    });
  });

  it('leaves the provider where the module alone changes', () => {
    const planned = plan(pin('v1', '1.26.0', 'old'), pin('v2', '1.26.0'));
    expect(planned.files.map(({ path }) => path)).toEqual([
      `${directory}/main.tf`,
    ]);
    expect(planned).toMatchObject({
      does: ['Module: v1 to v2.'],
      changesProvider: false,
      terraform: { lockFile: 'old' },
    });
  });

  it.each<[string | undefined, string | undefined, string, RegExp]>([
    ['old', 'new', '2.16.1', /lock file.* is replaced/],
    [undefined, 'new', '2.16.1', /lock file.* is added/],
    ['old', undefined, '2.16.1', /lock file.* is removed/],
    ['old', 'new', '1.26.0', /lock file.* is replaced/],
  ])(
    'brings the lock file from %s to %s with provider %s',
    (before, after, version, words) => {
      const pinned = pin('v1', '1.26.0', before);
      const configured = pin('v1', version, after);
      const planned = plan(pinned, configured);
      expect(planned.does.join(' ')).toMatch(words);
      expect(applied(pinned, planned.files)).toEqual(filesOf(configured));
      expect(planned.terraform).toEqual(configured);
    },
  );

  it('leads to the files of a new machine, whatever the versions were', () => {
    const someVersion = fc
      .tuple(fc.nat(9), fc.nat(30), fc.nat(9))
      .map(parts => parts.join('.'));
    const somePin = fc
      .tuple(
        fc.stringMatching(/^v[\w.-]{1,9}$/),
        someVersion,
        fc.option(fc.string(), { nil: undefined }),
      )
      .map(parts => pin(...parts));
    fc.assert(
      fc.property(somePin, somePin, (pinned, configured) => {
        fc.pre(pinned.provider.version !== configured.provider.version);
        const { files } = plan(pinned, configured);
        expect(applied(pinned, files)).toEqual(filesOf(configured));
      }),
    );
  });

  it('names the whole source where more of it than the tag changes', () => {
    const moduleSource = 'git::https://new.example/i.git//rhel9-vm?ref=v1';
    const { does } = plan(pin('v1', '1.26.0'), {
      ...pin('v1', '1.26.0'),
      moduleSource,
    });
    expect(does).toEqual([
      `Module: ${pin('v1', '').moduleSource} to ${moduleSource}.`,
    ]);
  });

  it.each<
    [string, TerraformPin, TerraformPin, RequestFile[] | undefined, RegExp]
  >([
    [
      'what the machine is on already',
      pin('v1', '1.26.0', 'lock'),
      pin('v1', '1.26.0', 'lock'),
      undefined,
      /has the module v1 and the provider 1\.26\.0 already/,
    ],
    [
      'another provider',
      pin('v1', '1.26.0'),
      {
        ...pin('v1', '2.16.1'),
        provider: { source: 'hashicorp/vsphere', version: '2.16.1' },
      },
      undefined,
      /state replace-provider/,
    ],
    [
      'a module that no file calls by one text',
      pin('v1', '1.26.0'),
      pin('v2', '1.26.0'),
      [],
      /No file of vms\/dev\/web01 calls the module/,
    ],
    [
      'a provider that the skeleton requires by itself',
      pin('v1', '1.26.0'),
      pin('v1', '2.16.1'),
      [
        {
          path: `${directory}/settings.tf.json`,
          content: JSON.stringify({ terraform: { backend: {} } }),
        },
      ],
      /requires the provider vmware\/vsphere as versions\.tf\.json does/,
    ],
  ])('refuses %s', (_, pinned, configured, files, words) => {
    expect(() =>
      planUpgrade(
        { directory, pinned, files: files ?? filesOf(pinned) },
        configured,
      ),
    ).toThrow(words);
  });
});
