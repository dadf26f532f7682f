import { constantValue, parseHcl, tokenize } from '@backlot/hcl';
import { JsonObject, JsonValue } from '@backstage/types';
import fc from 'fast-check';
import { describeProblem } from '../structure/Problem';
import { renderSkeleton } from './renderSkeleton';

function render(text: string, values: JsonObject, path = 'main.tf'): string {
  const { files, problems } = renderSkeleton([{ path, text }], values);
  return files[0]?.text ?? problems.map(describeProblem).join('\n');
}

describe('renderSkeleton', () => {
  it.each<[string, string, JsonObject, string]>([
    ['a text in quotes', 'a = "{{x}}"', { x: 'b' }, 'a = "b"'],
    ['a number in quotes', 'a = "v{{x}}"', { x: 1.5 }, 'a = "v1.5"'],
    ['a text without quotes', 'a = {{x}}', { x: 'b' }, 'a = "b"'],
    ['three braces', 'a = {{{x}}}', { x: 'b' }, 'a = "b"'],
    ['a list', 'a = {{x}}', { x: [1, 'b'] }, 'a = [1, "b"]'],
    ['a label', 'a {{x}} {}', { x: 'b' }, 'a "b" {}'],
    ['quotes', 'a = "{{x}}"', { x: '"\n' }, 'a = "\\"\\n"'],
    ['a template', 'a = "{{x}}"', { x: '${b}' }, 'a = "$\\u007bb}"'],
    [
      'two halves',
      'a = "{{x}}{{y}}"',
      { x: '$', y: '{b}' },
      'a = "\\u0024\\u007bb}"',
    ],
    ['a comment', 'a = 1 # {{x}}', { x: 'it\'s "b"' }, 'a = 1 # it\'s "b"'],
    [
      'a heredoc',
      'a = <<E\n{{x}}\nE\n',
      { x: '${b} $${c}\n%{d}' },
      'a = <<E\n$${b} $$${c}\n%%{d}\nE\n',
    ],
    ['a nested name', 'a = "{{x.y}}"', { x: { y: 'b' } }, 'a = "b"'],
    ['lookup', 'a = "{{lookup x "y"}}"', { x: { y: 'b' } }, 'a = "b"'],
    [
      'a condition',
      '{{#if x}}a = 1{{else}}b = 2{{/if}}',
      { x: false },
      'b = 2',
    ],
    [
      'each',
      'a = [{{#each x}}"{{this}}-{{@index}}", {{/each}}]',
      { x: ['b', 'c'] },
      'a = ["b-0", "c-1", ]',
    ],
    ['text that only looks so', 'a = "\\{{x}}"', {}, 'a = "{{x}}"'],
  ])('writes %s', (_, text, values, expected) => {
    expect(render(text, values)).toBe(expected);
  });

  it('keeps the text of a heredoc', () => {
    fc.assert(
      fc.property(fc.string(), text => {
        const rendered = render('a = <<E\n<{{x}}>\nE\n', { x: text });
        const [{ value }] = parseHcl(rendered).attributes;
        expect(constantValue(value)).toBe(`<${text}>\n`);
      }),
    );
  });

  it.each<[string, string, JsonObject, RegExp]>([
    [
      'part of a word',
      'a = vm_{{x}}',
      { x: 'b' },
      /^main\.tf:1:8 a value cannot be part of a word/,
    ],
    [
      'a list in quotes',
      '\na = "{{x}}"',
      { x: [] },
      /^main\.tf:2:6 \{\{x\}\} is not a text/,
    ],
    ['null in quotes', 'a = "{{x}}"', { x: null }, /\{\{x\}\} is not a text/],
    [
      'a line break in a comment',
      '# {{x}}\n',
      { x: 'b\nc = 1' },
      /would change what the file means/,
    ],
    [
      'the end of a comment',
      '/* {{x}} */\n',
      { x: '*/ c = 1 /*' },
      /would change what the file means/,
    ],
    [
      'the end of a heredoc',
      'a = <<E\n{{x}}\nE\n',
      { x: 'E\nb = 1' },
      /^main\.tf:2:1 a value would change/,
    ],
    [
      'half a template',
      'a = "b${{x}}{c}"',
      { x: '' },
      /would change what the file means/,
    ],
    [
      'hidden characters',
      '# {{x}}\n',
      { x: 'b\u202Ec' },
      /holds characters that are not seen/,
    ],
    [
      'half a character',
      'a = "{{x}}"\n',
      { x: '\uD800' },
      /^main\.tf:1:6 \{\{x\}\} cannot be written.*Half of a character/,
    ],
    [
      'text that is not HCL',
      "a = 'b' # {{x}}\n",
      { x: 'b' },
      /^main\.tf:1:5 unexpected character '/,
    ],
  ])('refuses %s', (_, text, values, expected) => {
    expect(render(text, values)).toMatch(expected);
  });

  it.each<[string, string, JsonObject, RegExp]>([
    [
      'a name without a value',
      '\na = "{{x}}"',
      {},
      /^main\.tf:2:8 \{\{x\}\} has no value/,
    ],
    [
      'a deep name without a value',
      'a = "{{x.y.z}}"',
      {},
      /^main\.tf:1:8 \{\{x\.y\.z\}\} has no value/,
    ],
    [
      'a condition without a value',
      '{{#if x}}{{/if}}',
      {},
      /^main\.tf:1:7 \{\{x\}\} has no value/,
    ],
    ['what every object has', 'a = "{{constructor}}"', {}, /has no value/],
    [
      'broken braces',
      'a = 1\nb = "{{x"\n',
      {},
      /^main\.tf:2 cannot be read by Handlebars/,
    ],
    [
      'partials',
      'a = {{> x}}',
      {},
      /^main\.tf:1:5 PartialStatement is not supported/,
    ],
    [
      'other helpers',
      'a = "{{log x}}"',
      { x: 1 },
      /the helper log is not supported/,
    ],
    ['other blocks', '{{#x}}{{/x}}', { x: 1 }, /\{\{#x\}\} is not supported/],
    ['what stands for values here', 'a = "\uFDD0"', {}, /U\+FDD0/],
  ])('refuses to render %s', (_, text, values, expected) => {
    expect(() => render(text, values)).toThrow(expected);
  });

  it('writes JSON into JSON', () => {
    expect(
      render(
        '{"a": "<{{x}}>", "b": {{y}} }',
        { x: '"\\', y: { z: [1] } },
        'a.json',
      ),
    ).toBe('{"a": "<\\"\\\\>", "b": {"z":[1]} }');
  });

  it.each(['$(reboot)', 'a: b', 'a #b', '`x`', 'a\nb', '- a', '${x}', "'", ''])(
    'refuses %j in a file of another language',
    x => {
      expect(render('a: {{x}}\n', { x }, 'atlantis.yaml')).toMatch(
        /^atlantis\.yaml:1:4 \{\{x\}\} holds more than plain words/,
      );
    },
  );

  it('writes plain words into a file of another language', () => {
    expect(render('# {{x}}\n', { x: 'web01.dev team/a' }, 'README.md')).toBe(
      '# web01.dev team/a\n',
    );
  });

  it('never lets a value become anything but text or a literal', () => {
    const skeleton = `# {{a}}
resource "vm" {{a}} {
  name  = "{{a}}-{{b}}"
  other = {{b}}
  list  = ["\${var.x}{{a}}{x}", "{{a}}\${var.y}", "%%{{b}}{y}"]
  text  = <<-EOT
    {{a}}\${var.z}{{b}}
    %{ if var.z }{{a}}{{b}}%{ endif }
  EOT
}
`;
    const shape = (text: string) =>
      tokenize(text)
        .filter(({ kind }) => !kind.endsWith('-text'))
        .map(({ kind, text: token }) => (kind === 'comment' ? kind : token));
    const expected = shape(render(skeleton, { a: 'x', b: 'y' }));
    const piece = fc.oneof(
      fc.constantFrom(
        '${',
        '%{',
        '}',
        '"',
        '\\',
        '\n',
        'EOT',
        '$',
        '%',
        '{',
        '*/',
        '#',
      ),
      fc.string(),
    );
    const value = fc
      .array(piece, { minLength: 1 })
      .map(parts => parts.join(''));
    fc.assert(
      fc.property(value, value, (a, b) => {
        const { files } = renderSkeleton(
          [{ path: 'main.tf', text: skeleton }],
          { a, b },
        );
        for (const { text } of files) {
          expect(shape(text)).toEqual(expected);
          const [block] = parseHcl(text).blocks;
          expect(block.labels[1].text).toBe(a);
          const values = block.body.attributes.map(
            (each): JsonValue | undefined => constantValue(each.value),
          );
          expect(values.slice(0, 2)).toEqual([`${a}-${b}`, b]);
        }
      }),
      { numRuns: 500 },
    );
  });
});
