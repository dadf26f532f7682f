import { parseHcl } from './parseHcl';
import { referencesIn } from './references';

function references(text: string) {
  return parseHcl(text).attributes.flatMap(({ value }) => referencesIn(value));
}

function names(text: string): string[] {
  return references(text).map(({ root, name }) =>
    [root, name].filter(Boolean).join('.'),
  );
}

describe('referencesIn', () => {
  it.each([
    ['a = var.x\n', ['var.x']],
    ['a = var.x.y[var.z]["k"].*.v\n', ['var.x', 'var.z']],
    [
      'a = "t ${var.x} %{ if var.y }${var.z}%{ else }v%{ endif }"\n',
      ['var.x', 'var.y', 'var.z'],
    ],
    [
      'a = <<EOT\n${var.x}\n%{ for v in var.y }${v.z}%{ endfor }\nEOT\n',
      ['var.x', 'var.y'],
    ],
    ['a = [for var in local.x : var.y if module.z]\n', ['local.x', 'module.z']],
    [
      'a = { k = var.x, (var.y) = 1, "${var.z}" = 2 }\n',
      ['var.x', 'var.y', 'var.z'],
    ],
    [
      'a = f(var.x, -var.y, !(var.z)) ? var.a + 1 : null\n',
      ['var.x', 'var.y', 'var.z', 'var.a'],
    ],
    ['a = var["x"]\n', ['var']],
    ['a = var.x ? 1 : 2 + var.y * var.z\n', ['var.x', 'var.y', 'var.z']],
    [
      'a = { for k, v in var.x : k => var.y if v == var.z }\n',
      ['var.x', 'var.y', 'var.z'],
    ],
    ['a = "$${var.x}" # var.y\n', []],
    ['a = f().b[var.x]\n', ['var.x']],
  ])('finds what %j refers to', (text, expected) => {
    expect(names(text)).toEqual(expected);
  });

  it('says where', () => {
    const text = 'a = 1 + var.x.y\n';
    const [{ start, end }] = references(text);
    expect(text.slice(start, end)).toBe('var.x');
  });
});
