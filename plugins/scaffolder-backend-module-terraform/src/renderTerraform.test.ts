import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { JsonObject } from '@backstage/types';
import fc from 'fast-check';
import { TerraformRequirements } from './config';
import { renderTerraform } from './renderTerraform';
import { TextFile } from './structure/Problem';

const directory = 'vms/development/web01';
const required: TerraformRequirements = {
  requiredVersion: '>= 1.5',
  providers: { vsphere: { source: 'vmware/vsphere', version: '>= 1.26' } },
  backendType: 's3',
  backend: {
    type: 's3',
    config: { bucket: 'state', key: '{directory}/terraform.tfstate' },
  },
};

function render(
  skeleton: Record<string, string>,
  variables: JsonObject = {},
  values: JsonObject = {},
  more: Partial<TerraformRequirements> = {},
) {
  return renderTerraform({
    skeleton: Object.entries(skeleton).map(([path, text]) => ({ path, text })),
    directory,
    values,
    variables,
    required: { ...required, ...more },
  });
}

function texts(files: TextFile[]): Record<string, string> {
  return Object.fromEntries(files.map(({ path, text }) => [path, text]));
}

describe('renderTerraform', () => {
  it('adds what a skeleton lacks, and says so', () => {
    const rendered = render(
      { 'machine.tf': 'locals {\n  a = [var.name, var.size]\n}\n' },
      { name: 'web01', size: { cpus: 2, disks: [40] } },
    );
    expect(rendered.files).toEqual([
      {
        path: 'backend.tf',
        text: `terraform {
  backend "s3" {
    bucket = "state"
    key    = "vms/development/web01/terraform.tfstate"
  }
}
`,
      },
      {
        path: 'machine.tf',
        text: 'locals {\n  a = [var.name, var.size]\n}\n',
      },
      { path: 'providers.tf', text: 'provider "vsphere" {}\n' },
      {
        path: 'variables.tf',
        text: `variable "name" {
  type = string
}

variable "size" {
  type = object({ cpus = number, disks = list(number) })
}
`,
      },
      {
        path: 'versions.tf.json',
        text: `{
  "terraform": {
    "required_version": ">= 1.5",
    "required_providers": {
      "vsphere": {
        "source": "vmware/vsphere",
        "version": ">= 1.26"
      }
    }
  }
}
`,
      },
      {
        path: 'vm.auto.tfvars.json',
        text: `{
  "name": "web01",
  "size": {
    "cpus": 2,
    "disks": [
      40
    ]
  }
}
`,
      },
    ]);
    expect(rendered.variablesFile).toBe('vm.auto.tfvars.json');
    expect(rendered.warnings).toEqual([
      'providers.tf was added, for the skeleton lacks provider "vsphere"',
      'variables.tf was added, for the skeleton lacks variable "name", variable "size"',
    ]);
    expect(
      rendered.additions
        .filter(({ isWarning }) => !isWarning)
        .map(({ path, reason }) => `${path}: ${reason}`),
    ).toEqual([
      'versions.tf.json: required_version, required_providers',
      'backend.tf: backend "s3" from the configuration',
    ]);
  });

  it('adds beside files of the same name', () => {
    const rendered = render(
      {
        'variables.tf': '',
        'providers.tf': '',
        'a.tf': 'locals { a = var.n }\n',
      },
      { n: 1 },
    );
    expect(Object.keys(texts(rendered.files))).toEqual([
      'a.tf',
      'added_providers.tf',
      'added_variables.tf',
      'backend.tf',
      'providers.tf',
      'variables.tf',
      'versions.tf.json',
      'vm.auto.tfvars.json',
    ]);
  });

  it('leaves a whole skeleton as it is', () => {
    const skeleton = {
      'main.tf': `terraform {
  required_version = ">= 1.9"
  required_providers {
    vsphere = {
      source = "vmware/vsphere"
    }
  }
  backend "s3" {
    key = "{{directory}}/state"
  }
}
provider "vsphere" {}
variable "name" {}
`,
    };
    const rendered = render(skeleton, { name: 'web01' });
    expect(rendered.additions).toEqual([]);
    expect(rendered.warnings).toEqual([]);
    expect(texts(rendered.files)).toEqual({
      'main.tf': skeleton['main.tf'].replace('{{directory}}', directory),
      'vm.auto.tfvars.json': '{\n  "name": "web01"\n}\n',
    });
  });

  it.each([
    ['machine_inputs.tfvars', 'machine_inputs.auto.tfvars.json'],
    ['web.auto.tfvars', 'web.auto.tfvars.json'],
    ['terraform.tfvars', 'terraform.tfvars.json'],
    ['web.auto.tfvars.json', 'web.auto.tfvars.json'],
    ['terraform.tfvars.json', 'terraform.tfvars.json'],
    ['README.md', 'vm.auto.tfvars.json'],
  ])('names the variables after %s', (name, expected) => {
    const rendered = render(
      {
        [name]: name.endsWith('.json') ? '{"b": 1}' : '',
        'a.tf': 'variable "a" {}\nvariable "b" { default = 2 }\n',
      },
      { a: 1 },
    );
    expect(rendered.variablesFile).toBe(expected);
    expect(JSON.parse(texts(rendered.files)[expected])).toMatchObject({ a: 1 });
  });

  it("reads an admin's file of variables", () => {
    const skeleton = {
      'machine.tf': 'variable "vm_name" { type = string }\n',
      'machine_inputs.tfvars': 'vm_name = "{{name}}"\n',
    };
    expect(
      texts(render(skeleton, {}, { name: 'web01' }).files)[
        'machine_inputs.tfvars'
      ],
    ).toBe('vm_name = "web01"\n');
    expect(() =>
      render(
        { ...skeleton, 'machine_inputs.tfvars': 'vm_nam = "{{name}}"\n' },
        {},
        { name: 'web01' },
      ),
    ).toThrow(
      /machine\.tf:1:1 variable "vm_name" has no default and is not given.*\nmachine_inputs\.tfvars:1:1 variable "vm_nam" is given and nothing declares or uses it/,
    );
  });

  it('refuses a variable that is given in two places', () => {
    const skeleton = { 'a.tf': 'variable "n" {}\n' };
    expect(() =>
      render({ ...skeleton, 'a.auto.tfvars': 'n = 1\n' }, { n: 2 }),
    ).toThrow(/variable "n" is already given in a\.auto\.tfvars/);
    expect(() =>
      render({ ...skeleton, 'a.auto.tfvars.json': '{"n": 1}' }, { n: 2 }),
    ).toThrow(/a\.auto\.tfvars\.json of the skeleton gives the variable "n"/);
  });

  it('says where the skeleton is wrong, all at once', () => {
    expect(() =>
      render({ 'a.tf': 'a {\n', 'b.tf': '\nb = {{x}}c\n' }, {}, { x: 'y' }),
    ).toThrow(
      /^The machine's files have problems, so none of them is used:\na\.tf:1:1 block a is not closed \(close it with \}\)\nb\.tf:2:8 a value cannot be part of a word/,
    );
  });

  it('does not add to a required_providers block, but says where it is', () => {
    expect(() =>
      render({ 'a.tf': 'terraform {\n  required_providers {}\n}\n' }),
    ).toThrow(
      /a\.tf:2:3 required_providers lacks "vsphere" \(add vsphere = \{ source = "vmware\/vsphere" \}\)/,
    );
  });

  describe('with a provider that is pinned', () => {
    const pinned = {
      providers: { vsphere: { source: 'vmware/vsphere', version: '= 1.26.0' } },
    };
    const lockFile = (version: string) => `\
# Made by terraform providers lock
provider "registry.terraform.io/vmware/vsphere" {
  version = "${version}"
  hashes  = ["h1:kaI0I86OR2xy7EOwyVwBfUnB6y234qgND9Zebdw6tPQ="]
}
`;
    const skeletonWith = (provider: string) => ({
      'main.tf': `terraform {
  required_providers {
    vsphere = ${provider}
  }
}
provider "vsphere" {}
`,
    });
    const renderPinned = (
      skeleton: Record<string, string>,
      more: Partial<TerraformRequirements> = {},
    ) => render(skeleton, {}, {}, { ...pinned, ...more });

    it('writes the one version', () => {
      const { files } = renderPinned({ 'main.tf': 'provider "vsphere" {}\n' });
      expect(JSON.parse(texts(files)['versions.tf.json'])).toEqual({
        terraform: {
          required_version: '>= 1.5',
          required_providers: pinned.providers,
        },
      });
    });

    it.each([
      '{ source = "vmware/vsphere", version = "1.26.0" }',
      '{ source = "vmware/vsphere", version = "= 1.26.0" }',
    ])('leaves %s in a skeleton', provider => {
      expect(renderPinned(skeletonWith(provider)).additions).toEqual([
        expect.objectContaining({ reason: 'required_version' }),
        expect.objectContaining({ path: 'backend.tf' }),
      ]);
    });

    it.each([
      [
        '{ source = "vmware/vsphere", version = ">= 1.26.0, < 3.0.0" }',
        /main\.tf:3:5 provider "vsphere" may be ">= 1\.26\.0, < 3\.0\.0", and this machine's is pinned to 1\.26\.0 \(remove the required_providers block/,
      ],
      [
        '{ source = "vmware/vsphere", version = "2.16.1" }',
        /may be "2\.16\.1"/,
      ],
      ['{ source = "vmware/vsphere" }', /may be of any version/],
      [
        '{ source = "hashicorp/vsphere", version = "1.26.0" }',
        /main\.tf:3:5 provider "vsphere" comes from "hashicorp\/vsphere"/,
      ],
    ])('refuses %s in a skeleton', (provider, words) => {
      expect(() => renderPinned(skeletonWith(provider))).toThrow(words);
    });

    it('says how to name it in a skeleton that requires others', () => {
      expect(() =>
        renderPinned({ 'a.tf': 'terraform {\n  required_providers {}\n}\n' }),
      ).toThrow(
        'add vsphere = { source = "vmware/vsphere", version = "= 1.26.0" }',
      );
    });

    it('writes the lock file that is given as it is', () => {
      const rendered = renderPinned(
        { 'main.tf': 'provider "vsphere" {}\n' },
        { lockFile: lockFile('1.26.0') },
      );
      expect(texts(rendered.files)['.terraform.lock.hcl']).toBe(
        lockFile('1.26.0'),
      );
      expect(rendered.warnings).toEqual([]);
    });

    it('refuses the lock file of another version', () => {
      expect(() =>
        renderPinned({ 'main.tf': '' }, { lockFile: lockFile('2.16.1') }),
      ).toThrow(
        /\.terraform\.lock\.hcl:2:1 the lock file has version 2\.16\.1 of registry\.terraform\.io\/vmware\/vsphere, and the pinned one is 1\.26\.0/,
      );
      expect(() =>
        renderPinned({ '.terraform.lock.hcl': lockFile('2.16.1') }),
      ).toThrow(
        /\.terraform\.lock\.hcl:2:1 the lock file has version 2\.16\.1/,
      );
    });

    it('takes the lock file of a range, in which that file chooses', () => {
      expect(() =>
        render({ '.terraform.lock.hcl': lockFile('2.16.1') }),
      ).not.toThrow();
    });

    it('refuses a lock file beside the skeleton’s own', () => {
      expect(() =>
        renderPinned(
          { '.terraform.lock.hcl': lockFile('1.26.0') },
          { lockFile: lockFile('1.26.0') },
        ),
      ).toThrow(
        /\.terraform\.lock\.hcl:1:1 a lock file is given besides the skeleton's own/,
      );
    });

    it('refuses a lock file that Terraform would not read', () => {
      expect(() =>
        render({}, {}, {}, { providers: {}, lockFile: 'provider {' }),
      ).toThrow(/\.terraform\.lock\.hcl:1:1 block provider is not closed/);
    });
  });

  it('carries any variables unchanged, and lets them change no other file', () => {
    const skeleton = {
      'main.tf':
        'variable "a" {}\nvariable "b" { type = any }\nlocals { c = "{{d}}" }\n',
      'terraform.tfvars': '',
    };
    const plain = texts(render(skeleton, { a: 1, b: 2 }, { d: 'e' }).files);
    fc.assert(
      fc.property(
        fc.jsonValue({ stringUnit: 'binary' }),
        fc.oneof(
          fc.string(),
          fc.constantFrom(
            '${file("/etc/passwd")}',
            '"\n}\nresource "x" "y" {}',
            '../../etc',
            '$(reboot)',
            '{{d}}',
            '{{{a}}}',
          ),
        ),
        (a, b) => {
          const variables = JSON.parse(JSON.stringify({ a, b }));
          const rendered = texts(render(skeleton, variables, { d: 'e' }).files);
          expect(JSON.parse(rendered['terraform.tfvars.json'])).toEqual(
            variables,
          );
          expect({
            ...rendered,
            'terraform.tfvars.json': plain['terraform.tfvars.json'],
          }).toEqual(plain);
        },
      ),
    );
  });
});

describe('the skeleton of the template rhel9-vm', () => {
  const templates = resolvePackagePath(
    '@backlot/plugin-scaffolder-backend-module-terraform',
    '../../templates',
  );

  async function read(path: string): Promise<TextFile[]> {
    const names = await readdir(join(templates, path));
    return Promise.all(
      names.map(async name => ({
        path: name,
        text: await readFile(join(templates, path, name), 'utf8'),
      })),
    );
  }

  const variables: JsonObject = {
    name: 'web01',
    present: true,
    rebuild: 0,
    placement: {
      datacenter_id: 'datacenter-2',
      datacenter: 'fra1',
      cluster_id: 'domain-c7',
      cluster: 'fra1-dev-01',
      resource_pool_id: 'resgroup-8',
      datastore_id: 'datastore-11',
      datastore: 'fra1-ssd-01',
      folder: 'backlot/development',
      template_uuid: '42104a1c-0000-4000-8000-000000000001',
      template: 'rhel9-2026.11',
    },
    hardware: {
      cpus: 2,
      cores_per_socket: 1,
      memory_mib: 4096,
      guest_id: 'rhel9_64Guest',
      guest_name: '',
      firmware: 'efi',
      secure_boot: false,
      boot: { delay_ms: 0, retry: false, retry_delay_ms: 10_000 },
      hot_plug: { cpu_add: false, cpu_remove: false, memory_add: false },
      nested_virtualization: false,
      performance_counters: false,
      hv_mode: 'hvAuto',
      ept_rvi_mode: 'automatic',
      latency_sensitivity: 'normal',
      swap_placement: 'inherit',
      disk_uuid: false,
      logging: true,
      cpu_allocation: {
        limit_mhz: -1,
        reservation_mhz: 0,
        share_level: 'normal',
      },
      memory_allocation: {
        limit_mib: -1,
        reservation_mib: 0,
        reserve_all: false,
        share_level: 'normal',
      },
      tools: {
        sync_time: false,
        after_power_on: true,
        after_resume: true,
        before_reboot: false,
        before_shutdown: true,
        before_standby: true,
      },
      scsi: { type: 'pvscsi', bus_sharing: 'noSharing', controllers: 1 },
      sata_controllers: 0,
      disks: [
        {
          label: 'disk0',
          controller: 'scsi',
          unit: 0,
          size_gib: 40,
          thin: true,
          eager_zeroed: false,
          mode: 'persistent',
          sharing: 'sharingNone',
          write_through: false,
          io: { limit: -1, reservation: 0, share_level: 'normal' },
        },
      ],
    },
    network: {
      domain: 'dev.acme.example',
      dns_servers: ['10.20.0.53'],
      interfaces: [
        {
          name: 'eth0',
          network_id: 'dvportgroup-20',
          network: 'dev-210',
          adapter_type: 'vmxnet3',
          mac_address: '00:50:56:00:00:11',
          ipv4: {
            address: '10.20.210.17',
            prefix_length: 24,
            gateway: '10.20.210.1',
          },
        },
      ],
    },
    access: {
      mechanism: 'cloud-init',
      user: 'acme',
      ssh_public_keys: ['ssh-ed25519 AAAA "${var.name}"'],
    },
    annotation: {
      request: '01JD0000000000000000000000',
      owner: 'group:default/team-payments',
      purpose: 'Say "hi" to ${var.name}\n}',
    },
  };

  const access = { mechanism: 'cloud-init', user: 'acme', ssh_public_keys: [] };
  const sorts: [string, string, JsonObject][] = [
    ['rhel9-vm', 'rhel9-vm', {}],
    ['ubuntu-vm', 'rhel9-vm', { access: { ...access, groups: ['sudo'] } }],
    [
      'windows-vm',
      'windows-vm',
      {
        access: { mechanism: 'sysprep', user: 'Administrator' },
        windows: { time_zone: 110, organization: 'Acme' },
      },
    ],
  ];

  it.each(sorts)(
    'of %s lacks only versions and backend, which are the configuration',
    async (template, module, changes) => {
      const rendered = renderTerraform({
        skeleton: await read(`${template}/skeleton`),
        directory,
        values: {
          moduleSource: `git::https://git.acme.example/platform/infrastructure.git//modules/${module}?ref=v1.0.0`,
        },
        variables: { ...variables, ...changes },
        required,
      });
      expect(rendered.files.map(({ path }) => path)).toEqual([
        'backend.tf',
        'main.tf',
        'variables.tf',
        'versions.tf.json',
        'vm.auto.tfvars.json',
      ]);
      expect(rendered.warnings).toEqual([]);
    },
  );

  it.each(sorts)(
    'of %s hands on that vCenter gave a MAC address',
    async (template, module) => {
      const files = [
        ...(await read(`${template}/skeleton`)),
        ...(await read(`infrastructure/modules/${module}`)),
      ].filter(({ path }) => path === 'variables.tf');
      expect(files).toHaveLength(2);
      for (const { text } of files) {
        expect(text).toContain('static_mac   = optional(bool, true)');
      }
    },
  );

  it.each(sorts)(
    'of %s fits the module that it calls',
    async (template, module, changes) => {
      const files = await read(`infrastructure/modules/${module}`);
      const rendered = renderTerraform({
        skeleton: [
          ...(await read(`${template}/skeleton`)),
          ...files.map(({ path, text }) => ({ path: `module/${path}`, text })),
        ],
        directory,
        values: { moduleSource: './module' },
        variables: { ...variables, ...changes },
        required,
      });
      expect(rendered.warnings).toEqual([]);
    },
  );
});
