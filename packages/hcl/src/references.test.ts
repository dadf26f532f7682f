import { parseHcl } from './parseHcl';
import { referencesOf } from './references';

function names(text: string): string[] {
  return referencesOf(parseHcl(text)).map(({ root, name }) =>
    [root, name].filter(Boolean).join('.'),
  );
}

describe('referencesOf', () => {
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
    ['v {\n  w {\n    a = var.x\n  }\n}\n', ['var.x']],
    ['a = "$${var.x}" # var.y\n', []],
    ['a = f().b[var.x]\n', ['var.x']],
  ])('finds what %j refers to', (text, expected) => {
    expect(names(text)).toEqual(expected);
  });

  it('says where', () => {
    const text = 'a = 1 + var.x.y\n';
    const [{ start, end }] = referencesOf(parseHcl(text));
    expect(text.slice(start, end)).toBe('var.x');
  });
});
