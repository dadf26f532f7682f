import { checkStructure } from './checkStructure';
import { describeProblem, TextFile } from './Problem';

const versions = `terraform {
  required_version = ">= 1.5"
  required_providers {
    vsphere = {
      source = "vmware/vsphere"
    }
  }
  backend "pg" {}
}
`;

function check(
  texts: Record<string, string>,
  severity: 'error' | 'warning' = 'error',
): string[] {
  const files: TextFile[] = Object.entries({
    'versions.tf': versions,
    ...texts,
  }).map(([path, text]) => ({ path, text }));
  return checkStructure(files, {
    providers: { vsphere: { source: 'vmware/vsphere' } },
    backend: 'pg',
    directory: 'vms/development/web01',
  })
    .filter(problem => problem.severity === severity)
    .map(describeProblem);
}

describe('checkStructure', () => {
  it('finds nothing in what is right', () => {
    const files = {
      'machine.tf': `locals {
  name = var.name
}
module "vm" {
  source = "./modules/vm"
  name   = local.name
  size   = { for k, v in var.size : k => v }
}
output "moid" { value = module.vm.moid }
`,
      'variables.tf': `variable "name" { type = string }
variable "size" {
  type = object({ cpus = number, note = optional(string, "none") })
}
variable "tags" {
  type    = list(string)
  default = []
}
`,
      'modules/vm/main.tf': `variable "name" {}
variable "size" {}
variable "extra" { default = null }
output "moid" { value = "\${var.name}-\${var.size.cpus}" }
`,
      'terraform.tfvars': 'name = "web01"\n',
      'vm.auto.tfvars.json': '{"size": {"cpus": "2"}}',
    };
    expect(check(files)).toEqual([]);
    expect(check(files, 'warning')).toEqual([]);
  });

  it.each<[string, Record<string, string>, RegExp]>([
    [
      'syntax',
      { 'main.tf': 'a {\n  b = [1 2]\n}\n' },
      /^main\.tf:2:10 expected "," or "\]" in a list, found "2" \(.+\)$/,
    ],
    [
      'no required_version',
      { 'versions.tf': versions.replace(/ +required_version.*\n/, '') },
      /^versions\.tf:1:1 nothing says which Terraform is required/,
    ],
    [
      'no provider',
      { 'versions.tf': versions.replaceAll('vsphere', 'random') },
      /^versions\.tf:3:3 required_providers lacks "vsphere"/,
    ],
    [
      'no backend',
      { 'versions.tf': versions.replace('backend "pg" {}', '') },
      /^versions\.tf:1:1 nothing says where the state is kept/,
    ],
    [
      'another backend',
      { 'versions.tf': versions.replace('"pg"', '"s3"') },
      /^versions\.tf:8:3 the backend is "s3", not "pg"/,
    ],
    [
      "another machine's state",
      {
        'versions.tf': versions.replace(
          'backend "pg" {}',
          'backend "pg" { schema_name = "shared" }',
        ),
      },
      /^versions\.tf:8:18 schema_name = "shared" is not this machine's own/,
    ],
    [
      'a value of the wrong type',
      {
        'a.tf': 'variable "cpus" { type = number }\n',
        'a.auto.tfvars': 'cpus = "two"\n',
      },
      /^a\.auto\.tfvars:1:1 variable "cpus": cpus is a string, not number \(it is declared in a\.tf/,
    ],
    [
      'a nested value of the wrong type',
      {
        'a.tf': `variable "hardware" {
  type = object({ disks = list(object({ size_gib = number })) })
}
`,
        'vm.auto.tfvars.json':
          '{\n  "hardware": {\n    "disks": [{ "size_gib": 40 }, { "size_gib": [] }]\n  }\n}\n',
      },
      /^vm\.auto\.tfvars\.json:2:3 variable "hardware": hardware\.disks\[1\]\.size_gib is a list of 0, not number/,
    ],
    [
      'a missing attribute',
      {
        'a.tf': 'variable "n" { type = object({ a = string }) }\n',
        'a.auto.tfvars': 'n = {}\n',
      },
      /variable "n": n lacks the attribute "a"/,
    ],
    [
      'a type that is none',
      { 'a.tf': 'variable "n" {\n  type = "string"\n  default = ""\n}\n' },
      /^a\.tf:2:10 a type is not written in quotes: "string"/,
    ],
    [
      'a variable that is not given',
      { 'a.tf': '\n  variable "n" {}\n' },
      /^a\.tf:2:3 variable "n" has no default and is not given/,
    ],
    [
      'a value that is not declared',
      { 'a.auto.tfvars': '\nn = 1\n' },
      /^a\.auto\.tfvars:2:1 variable "n" is given and nothing declares or uses it/,
    ],
    [
      'a value that is given twice',
      {
        'a.tf': 'variable "n" {}\n',
        'a.auto.tfvars': 'n = 1\n',
        'terraform.tfvars': 'n = 2\n',
      },
      /variable "n" is already given in a\.auto\.tfvars/,
    ],
    [
      'a value that has to be computed',
      {
        'a.tf': 'variable "n" {}\n',
        'a.auto.tfvars': 'n = file("/etc/passwd")\n',
      },
      /^a\.auto\.tfvars:1:5 file\(…\) is a function \(write out its result/,
    ],
    [
      'a sensitive value',
      {
        'a.tf': 'variable "password" { sensitive = true }\n',
        'a.auto.tfvars': 'password = "x"\n',
      },
      /variable "password" is sensitive and would be committed/,
    ],
    [
      'null for a variable that is not nullable',
      {
        'a.tf': 'variable "n" {\n  nullable = false\n}\n',
        'a.auto.tfvars': 'n = null\n',
      },
      /variable "n" is null and declared as not nullable/,
    ],
    [
      'a variable with a name of its own',
      { 'a.tf': 'variable "source" { default = 1 }\n' },
      /^a\.tf:1:10 a variable cannot be called "source"/,
    ],
    [
      'an undeclared variable',
      { 'a.tf': 'locals {\n  a = "x ${var.n}"\n}\n' },
      /^a\.tf:2:12 var\.n is not declared/,
    ],
    [
      'an undeclared local',
      { 'a.tf': 'locals {\n  a = local.b\n}\n' },
      /^a\.tf:2:7 local\.b is not declared/,
    ],
    [
      'an undeclared module',
      { 'a.tf': 'locals {\n  a = module.b.c\n}\n' },
      /^a\.tf:2:7 module\.b is not declared/,
    ],
    [
      'a block that is there twice',
      {
        'a.tf': 'variable "n" { default = 1 }\n',
        'b.tf': 'variable "n" { default = 1 }\n',
      },
      /^b\.tf:1:1 variable "n" is already in a\.tf/,
    ],
    [
      'a local that is there twice',
      { 'a.tf': 'locals {\n  n = 1\n}\nlocals {\n  n = 2\n}\n' },
      /^a\.tf:5:3 local "n" is already in a\.tf/,
    ],
    [
      'two backends',
      { 'a.tf': 'terraform {\n  cloud {}\n}\n' },
      /a backend is already in/,
    ],
    [
      'an argument that is there twice',
      { 'a.tf': 'resource "a" "b" {\n  c {\n    n = 1\n    n = 2\n  }\n}\n' },
      /^a\.tf:4:5 argument "n" is already set above/,
    ],
    [
      'a value that is there twice in one file',
      {
        'a.tf': 'variable "n" { default = 1 }\n',
        'a.auto.tfvars': 'n = 1\nn = 1\n',
      },
      /^a\.auto\.tfvars:2:1 argument "n" is already set above/,
    ],
    [
      'a computed value of the wrong type',
      {
        'a.tf': 'variable "n" { type = list(number) }\n',
        'a.auto.tfvars': 'n = [for x in ["1", "b"] : "${x}0"]\n',
      },
      /variable "n": n\[1\] is a string, not number/,
    ],
    [
      'an import into a module that is not declared',
      { 'a.tf': 'import {\n  to = module.vm.a.b\n  id = "x"\n}\n' },
      /^a\.tf:2:8 module\.vm is not declared/,
    ],
    [
      'an import of what is not declared',
      { 'a.tf': 'import {\n  to = a.b[var.c]\n  id = "d"\n}\n' },
      /^a\.tf:2:12 var\.c is not declared/,
    ],
    [
      'an argument outside of blocks',
      { 'a.tf': 'n = 1\n' },
      /^a\.tf:1:1 argument "n" stands outside of a block/,
    ],
    [
      'a wrong number of labels',
      { 'a.tf': 'resource "b" {}\n' },
      /^a\.tf:1:1 block "resource" has 1 labels \(write 2\)/,
    ],
    [
      'a module without a source',
      { 'a.tf': 'module "vm" {}\n' },
      /^a\.tf:1:1 module "vm" has no source/,
    ],
    [
      'a module whose source is computed',
      { 'a.tf': 'module "vm" { source = "./${path.root}" }\n' },
      /the source of a module cannot be computed/,
    ],
    [
      'a module that is not there',
      { 'a.tf': 'module "vm" { source = "./vm" }\n' },
      /module source "\.\/vm" is not in the skeleton/,
    ],
    [
      'what a module does not declare',
      {
        'a.tf': 'module "vm" {\n  source = "./vm"\n  n = 1\n}\n',
        'vm/main.tf': '',
      },
      /^a\.tf:3:3 module "\.\/vm" declares no variable "n"/,
    ],
    [
      'what a module needs',
      {
        'a.tf': 'module "vm" { source = "./vm" }\n',
        'vm/main.tf': 'variable "n" {}\n',
      },
      /^a\.tf:1:1 module "\.\/vm" needs the variable "n"/,
    ],
    [
      'an output that a module does not have',
      {
        'a.tf':
          'module "vm" { source = "./vm" }\noutput "a" { value = module.vm.b }\n',
        'vm/main.tf': '',
      },
      /^a\.tf:2:22 module "\.\/vm" has no output "b"/,
    ],
    [
      'a mistake in a module within the skeleton',
      {
        'a.tf': 'module "vm" { source = "./vm" }\n',
        'vm/main.tf': 'locals { a = var.n }\n',
      },
      /^vm\/main\.tf:1:14 var\.n is not declared/,
    ],
    [
      'a secret of a provider',
      { 'a.tf': 'provider "vsphere" {\n  password = "x"\n}\n' },
      /^a\.tf:2:3 password of provider "vsphere" is a secret and would be committed/,
    ],
    [
      'a secret of the backend',
      {
        'versions.tf': versions.replace(
          '{}',
          '{ conn_str = "postgres://tf:hunter2@db/state" }',
        ),
      },
      /conn_str of backend "pg" is a secret/,
    ],
    [
      'a file of variables that is not JSON',
      { 'a.auto.tfvars.json': '{"a": }' },
      /^a\.auto\.tfvars\.json:1:\d+ .+ \(write one JSON object of variables\)/,
    ],
    [
      'a file of variables that is no object',
      { 'terraform.tfvars.json': '[]' },
      /^terraform\.tfvars\.json:1:1 this is not an object/,
    ],
    [
      'a block in a file of variables',
      { 'terraform.tfvars': 'variable "n" {}\n' },
      /^terraform\.tfvars:1:1 block "variable" in a file of variables/,
    ],
  ])('finds %s', (_, files, expected) => {
    expect(check(files)).toEqual([expect.stringMatching(expected)]);
  });

  it.each<[string, Record<string, string>, RegExp]>([
    [
      'a block that is not known',
      { 'a.tf': 'varible "n" {}\n' },
      /^a\.tf:1:1 unknown block "varible"/,
    ],
    [
      'a provider from elsewhere',
      { 'versions.tf': versions.replace('vmware/', 'hashicorp/') },
      /provider "vsphere" comes from "hashicorp\/vsphere", not "vmware\/vsphere"/,
    ],
    [
      'a module that is not pinned',
      { 'a.tf': 'module "vm" { source = "git::https://g/i.git//vm" }\n' },
      /module source "git::https:\/\/g\/i\.git\/\/vm" is not pinned/,
    ],
    [
      'a sensitive variable that the environment gives',
      { 'a.tf': 'variable "password" {\n  sensitive = true\n}\n' },
      /sensitive variable "password" is not given here \(.*TF_VAR_password\)/,
    ],
    [
      'a file of variables that Terraform does not read',
      { 'machine_inputs.tfvars': '' },
      /Terraform does not read this file by itself \(.* rename it to machine_inputs\.auto\.tfvars\)/,
    ],
    [
      'an attribute that Terraform drops',
      {
        'a.tf': 'variable "n" { type = object({}) }\n',
        'terraform.tfvars': 'n = { a = 1 }\n',
      },
      /has the attribute "a", which its type does not name and Terraform drops/,
    ],
  ])('warns of %s', (_, files, expected) => {
    expect(check(files)).toEqual([]);
    expect(check(files, 'warning')).toEqual([expect.stringMatching(expected)]);
  });

  it.each<[string, Record<string, string>]>([
    [
      'moves and removals of modules that are gone',
      {
        'a.tf': `module "vm" { source = "./vm" }
moved {
  from = module.old
  to   = module.vm
}
moved {
  from = module.older
  to   = module.gone
}
removed {
  from = module.other
  lifecycle {
    destroy = false
  }
}
`,
        'vm/main.tf': '',
      },
    ],
    [
      'an import into a module of the skeleton',
      {
        'a.tf': `module "vm" { source = "./vm" }
import {
  to = module.vm.terraform_data.vm
  id = "x"
}
`,
        'vm/main.tf': 'resource "terraform_data" "vm" {}\n',
      },
    ],
    [
      'attributes whose changes are ignored',
      {
        'a.tf': `resource "a" "b" {
  lifecycle {
    ignore_changes = [local.c]
  }
}
`,
      },
    ],
    [
      'values that are computed',
      {
        'a.tf': `variable "memory" { type = number }
variable "sizes" { type = list(number) }
variable "labels" { type = map(string) }
variable "half" { type = number }
`,
        'a.auto.tfvars': `memory = 4 * 1024
sizes  = [for size in [10, 20] : size * 2 if size > 10]
labels = true ? { null = 1, true = "\${2 + 3}" } : {}
half   = ".5"
`,
      },
    ],
    [
      'modules by any local path',
      {
        'a.tf': 'module "vm" { source = "./modules/../modules/vm/" }\n',
        'modules/vm/main.tf': 'module "c" { source = "../../common//." }\n',
        'common/main.tf': 'module "d" { source = "../../../elsewhere" }\n',
      },
    ],
    [
      'types with attributes that are called as keywords',
      {
        'a.tf': 'variable "n" { type = object({ null = string }) }\n',
        'a.auto.tfvars': 'n = { null = "x" }\n',
      },
    ],
    [
      'a lone carriage return in a comment',
      { 'a.tf': '# a\rb\nlocals {} // c\r\n' },
    ],
  ])('takes %s', (_, files) => {
    expect(check(files)).toEqual([]);
    expect(check(files, 'warning')).toEqual([]);
  });

  it('takes a module that calls the directory of the machine', () => {
    expect(
      check({
        'variables.tf': 'variable "n" { default = 1 }\n',
        'examples/all/main.tf':
          'module "machine" {\n  source = "../../"\n  n = 2\n}\n',
      }),
    ).toEqual([]);
  });

  it('lets override files change what is written elsewhere', () => {
    expect(
      check({
        'a.tf': `module "vm" { source = "./gone" }
variable "n" {}
`,
        'a_override.tf': `module "vm" {
  source = "./vm"
  x      = 1
}
variable "n" {
  type    = number
  default = 1
}
`,
        'vm/main.tf': 'variable "x" {}\n',
        'a.auto.tfvars': 'n = 2\n',
      }),
    ).toEqual([]);
  });

  it('checks a state key that is computed', () => {
    expect(
      check({
        'versions.tf': versions.replace(
          'backend "pg" {}',
          'backend "pg" { schema_name = "${"shared"}" }',
        ),
      }),
    ).toEqual([
      expect.stringMatching(/schema_name = "shared" is not this machine's own/),
    ]);
  });

  it('checks the backend that an override file sets', () => {
    expect(
      check({
        'override.tf':
          'terraform {\n  backend "pg" { schema_name = "shared" }\n}\n',
      }),
    ).toEqual([
      expect.stringMatching(
        /^override\.tf:2:18 schema_name = "shared" is not this machine's own/,
      ),
    ]);
  });

  it('says all that is wrong at once', () => {
    expect(
      check({ 'a.tf': 'variable "n" {}\nlocals { a = var.b }\nx = 1\n' }),
    ).toHaveLength(3);
  });
});
