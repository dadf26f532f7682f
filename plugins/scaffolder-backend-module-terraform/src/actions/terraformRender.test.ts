import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import {
  createMockDirectory,
  mockServices,
} from '@backstage/backend-test-utils';
import { UrlReaderService } from '@backstage/backend-plugin-api';
import { ScmIntegrations } from '@backstage/integration';
import { createMockActionContext } from '@backstage/plugin-scaffolder-node-test-utils';
import { parse } from 'yaml';
import { createTerraformRenderAction } from './terraformRender';
import { examples } from './terraformRender.examples';

const skeleton = {
  'main.tf':
    'module "vm" {\n  source = "{{moduleSource}}"\n  name   = var.name\n}\n',
  'variables.tf': 'variable "name" { type = string }\n',
};

const lockFile = `provider "registry.terraform.io/vmware/vsphere" {
  version = "2.16.1"
  hashes  = ["h1:kaI0I86OR2xy7EOwyVwBfUnB6y234qgND9Zebdw6tPQ="]
}`;

const moduleSource = 'git::https://git.acme.example/i.git//vm?ref=v1';

describe('terraform:render', () => {
  const directory = createMockDirectory();
  const logger = mockServices.logger.mock();
  const reader: UrlReaderService = mockServices.urlReader.mock();
  const action = createTerraformRenderAction({
    reader,
    integrations: ScmIntegrations.fromConfig(mockServices.rootConfig()),
    config: {
      requiredVersion: '>= 1.5',
      providers: {},
      backend: { type: 'pg', config: { schema_name: '{slug}' } },
    },
  });

  type Input = Parameters<typeof action.handler>[0]['input'];

  async function run(
    input: Partial<Input>,
    more: { isDryRun?: boolean; signal?: AbortSignal } = {},
  ) {
    const outputs: Record<string, unknown> = {};
    const context = createMockActionContext<Input>({
      input: {
        source: './skeleton',
        targetPath: 'vms/development/web01',
        values: { moduleSource },
        variables: { name: 'web01' },
        ...input,
      },
      logger,
      workspacePath: directory.resolve('workspace'),
      templateInfo: {
        entityRef: 'template:default/rhel9-vm',
        baseUrl: `file://${directory.resolve('template/template.yaml')}`,
      },
    });
    await action.handler({
      ...context,
      ...more,
      createTemporaryDirectory: async () => directory.resolve('temporary'),
      output: (name: string, value: unknown) => {
        outputs[name] = value;
      },
    });
    return outputs;
  }

  beforeEach(() => {
    directory.setContent({
      'template/template.yaml': '',
      'template/skeleton': skeleton,
      'template/secret.txt': 'secret',
      workspace: {},
    });
  });

  it('writes the files into the workspace and its output, in order', async () => {
    const { files, ...outputs } = await run({});
    expect(outputs).toEqual({
      directory: 'vms/development/web01',
      variablesFile: 'vms/development/web01/vm.auto.tfvars.json',
      warnings: [],
    });
    expect(files).toEqual([
      {
        path: 'vms/development/web01/backend.tf',
        content: expect.stringMatching(
          /schema_name = "vms-development-web01-[0-9a-f]{10}"/,
        ),
      },
      {
        path: 'vms/development/web01/main.tf',
        content: skeleton['main.tf'].replace('{{moduleSource}}', moduleSource),
      },
      {
        path: 'vms/development/web01/variables.tf',
        content: skeleton['variables.tf'],
      },
      {
        path: 'vms/development/web01/versions.tf.json',
        content:
          '{\n  "terraform": {\n    "required_version": ">= 1.5"\n  }\n}\n',
      },
      {
        path: 'vms/development/web01/vm.auto.tfvars.json',
        content: '{\n  "name": "web01"\n}\n',
      },
    ]);
    for (const { path, content } of files as {
      path: string;
      content: string;
    }[]) {
      expect(
        await readFile(join(directory.resolve('workspace'), path), 'utf8'),
      ).toBe(content);
    }
    expect(logger.info).toHaveBeenCalledWith(
      'Added versions.tf.json: required_version',
    );
  });

  it('renders the same in a dry run', async () => {
    const rendered = await run({});
    expect(await run({}, { isDryRun: true })).toEqual(rendered);
  });

  it('takes what the step requires over the configuration', async () => {
    const { files } = await run({
      require: {
        terraformVersion: '~> 1.9',
        providers: {
          vsphere: { source: 'vmware/vsphere', version: '= 2.16.1' },
        },
        lockFile,
      },
    });
    expect(files).toEqual(
      expect.arrayContaining([
        {
          path: 'vms/development/web01/.terraform.lock.hcl',
          content: `${lockFile}\n`,
        },
        {
          path: 'vms/development/web01/providers.tf',
          content: 'provider "vsphere" {}\n',
        },
        {
          path: 'vms/development/web01/versions.tf.json',
          content: `{
  "terraform": {
    "required_version": "~> 1.9",
    "required_providers": {
      "vsphere": {
        "source": "vmware/vsphere",
        "version": "= 2.16.1"
      }
    }
  }
}
`,
        },
      ]),
    );
    await expect(run({ require: { backend: 's3' } })).rejects.toThrow(
      /nothing says where the state is kept/,
    );
  });

  it('writes nothing when the structure is wrong', async () => {
    await expect(run({ variables: { name: [] } })).rejects.toThrow(
      /vm\.auto\.tfvars\.json:2:3 variable "name": name is a list of 0, not string \(it is declared in variables\.tf/,
    );
    expect(await readdir(directory.resolve('workspace'))).toEqual([]);
  });

  it.each([
    '../skeleton',
    './skeleton/../../secret',
    '/etc',
    'https://git.acme.example/other',
    'file:///etc',
    'C:\\skeleton',
    'skeleton?ref=x',
    '',
  ])('refuses the source %j', async source => {
    await expect(run({ source })).rejects.toThrow(
      /is not a path beside the template/,
    );
  });

  it.each(['../web01', '/vms/web01', 'vms/../..', 'vms/$(reboot)'])(
    'refuses the target %j',
    async targetPath => {
      await expect(run({ targetPath })).rejects.toThrow(
        /is not a directory below the repository's root/,
      );
    },
  );

  it('says when the skeleton is not there', async () => {
    await expect(run({ source: './skeletons' })).rejects.toThrow(
      /The skeleton \.\/skeletons could not be read from beside the template/,
    );
  });

  it.each<[string, Parameters<typeof directory.setContent>[0], RegExp]>([
    ['nothing', {}, /holds no files/],
    [
      'a link',
      { 'a.tf': '', 'main.tf': ({ symlink }) => symlink('a.tf') },
      /main\.tf is a link/,
    ],
    ['a state', { 'terraform.tfstate': '{}' }, /must not be copied/],
    ['Terraform in JSON', { 'main.tf.json': '{}' }, /write it as HCL/],
    [
      'a name to render',
      { '{{name}}.tf': '' },
      /names of files are not rendered/,
    ],
    ['bytes', { 'a.tf': Buffer.from([0xff, 0xfe]) }, /is not UTF-8 text/],
    ['binary text', { 'a.tf': 'a\0' }, /is binary/],
    [
      'too much',
      { 'a.tf': '#'.repeat(512 * 1024 + 1) },
      /larger than 524288 bytes/,
    ],
  ])('refuses a skeleton of %s', async (_, content, message) => {
    directory.setContent({
      'template/secret.txt': 'secret',
      'template/skeleton': content,
    });
    await expect(run({})).rejects.toThrow(message);
  });

  it('ends when the task is cancelled', async () => {
    const controller = new AbortController();
    controller.abort();
    await expect(run({}, { signal: controller.signal })).rejects.toThrow(
      /aborted/,
    );
    expect(await readdir(directory.resolve('workspace'))).toEqual([]);
  });

  it('has examples that fit its input', () => {
    for (const { example } of examples) {
      for (const step of parse(example).steps) {
        expect(step.action).toBe('terraform:render');
        expect(Object.keys(action.schema?.input?.properties ?? {})).toEqual(
          expect.arrayContaining(Object.keys(step.input)),
        );
      }
    }
  });
});
