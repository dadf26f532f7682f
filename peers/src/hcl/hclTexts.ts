import fc from 'fast-check';

const ODD_PIECES = [
  ...['\r', '\t', '\uFEFF', '\u00A0', '\u2028', '\0', '\f', '\n', '\r\n'],
  ...['{', '}', '[', ']', '(', ')', '"', '${', '%{', '${~', '~}', '$${', '%%{'],
  ...['$', '%', '~', '\\', '#', '//', '/*', '*/', '<<E\n', '<<-E\n', '\nE\n'],
  ...['[*]', '.*', '.0', '.0.1', '...', '::', '=>', '?', ':', '=', '==', ','],
  ...['for ', ' in ', ' if ', 'null', 'true', '1', '1.', '1e5', '1e', '.5'],
  ...['%{ if true }', '%{ else }', '%{ endif }', '%{ for a in b }'],
  ...['\\u12', '\\ud800', '\\U00110000', '\\u0041', '&', '|', '!', '-', ';'],
  ...["'", '`', 'é', '\u0301', '😀', '\uFDD0', '1e99999999999'],
];

/** Texts that differ from one of these by a few small changes. */
export function changedTexts(texts: string[]): fc.Arbitrary<string> {
  const change = fc.tuple(
    fc.constantFrom('insert', 'remove', 'copy', 'repeat line'),
    fc.double({ min: 0, max: 1, noNaN: true }),
    fc.double({ min: 0, max: 1, noNaN: true }),
    fc.constantFrom(...ODD_PIECES),
  );
  return fc
    .tuple(
      fc.constantFrom(...texts),
      fc.array(change, { minLength: 1, maxLength: 3 }),
    )
    .map(([text, changes]) =>
      changes.reduce((changed, [kind, first, second, piece]) => {
        const at = Math.floor(first * changed.length);
        const from = Math.floor(second * changed.length);
        const insert = (inserted: string, removed = 0) =>
          changed.slice(0, at) + inserted + changed.slice(at + removed);
        switch (kind) {
          case 'insert':
            return insert(piece);
          case 'remove':
            return insert('', 1 + (from % 4));
          case 'copy':
            return insert(changed.slice(from, from + 20));
          default:
            return `${changed}\n${changed.split('\n')[0]}\n`;
        }
      }, text),
    )
    .filter(text => !/\p{Surrogate}/u.test(text));
}

const NUMBERS = ['0', '1', '2', '3', '7', '10', '0.1', '0.5', '1e3', '2.50'];
const STRINGS = ['', 'a', 'b', '5', '.5', '1p3', 'true', '0', ' ', 'é', '\\n'];

/** Expressions of all kinds, most of which have a value without variables. */
export const expressions: fc.Arbitrary<string> = fc.letrec<{
  expression: string;
  list: string;
  object: string;
  template: string;
}>(tie => {
  const inner = tie('expression');
  const joined = (...parts: (string | fc.Arbitrary<string>)[]) =>
    fc
      .tuple(
        ...parts.map(part =>
          typeof part === 'string' ? fc.constant(part) : part,
        ),
      )
      .map(texts => texts.join(''));
  const name = fc.constantFrom('x', 'y');
  const key = fc.oneof(
    fc.constantFrom('a', 'b', 'null', 'true', '"a"', '1', '"k ${1}"'),
    joined('(', inner, ')'),
  );
  const optional = (part: fc.Arbitrary<string>) =>
    fc.oneof(fc.constant(''), part);
  const open = fc.constantFrom('{', '{ ', '{~ ');
  const close = fc.constantFrom('}', ' }', ' ~}');
  return {
    expression: fc.oneof(
      { depthSize: 'medium', withCrossShrink: true },
      fc.constantFrom(...NUMBERS, ...STRINGS.map(text => `"${text}"`)),
      fc.constantFrom('true', 'false', 'null', 'x', 'y', 'var.z', 'f(1)'),
      joined('(', inner, ')'),
      joined(
        inner,
        fc.constantFrom(
          ...[' + ', ' - ', ' * ', ' / ', ' % ', ' && ', ' || '],
          ...[' == ', ' != ', ' < ', ' <= ', ' > ', ' >= '],
        ),
        inner,
      ),
      joined(fc.constantFrom('-', '!'), inner),
      joined('(', inner, ' ? ', inner, ' : ', inner, ')'),
      tie('list'),
      tie('object'),
      joined('"', tie('template'), '"'),
      joined(
        inner,
        fc.constantFrom(
          '[0]',
          '[1]',
          '["a"]',
          '.a',
          '.0',
          '[*]',
          '.*',
          '[*].a',
        ),
        optional(fc.constantFrom('.a', '[0]', '[*]', '.1')),
      ),
      joined(inner, '[', inner, ']'),
    ),
    list: fc.oneof(
      joined('[', optional(inner), ']'),
      joined('[', inner, ', ', inner, ']'),
      joined('[for ', name, ' in ', inner, ' : ', inner, ']'),
      joined('[for x, y in ', inner, ' : ', inner, ']'),
      joined('[for x in [', inner, ', 1] : ', inner, ' if ', inner, ']'),
    ),
    object: fc.oneof(
      fc.constant('{}'),
      joined('{ ', key, ' = ', inner, ' }'),
      joined('{ ', key, ' : ', inner, ', ', key, ' = ', inner, ' }'),
      joined('{for x, y in ', inner, ' : ', inner, ' => ', inner, '}'),
      joined('{for x in ', inner, ' : ', inner, ' => ', inner, '...}'),
      joined('{for x in [1, 2] : x => ', inner, ' if ', inner, '}'),
    ),
    template: fc.oneof(
      fc.constantFrom('', ' ', 'a', ' \\n ', '$', '$${', '%%{', '\\u00e9'),
      joined('$', open, inner, close),
      joined(tie('template'), tie('template')),
      joined(
        ...['%', open, 'if ', inner, close, tie('template')],
        optional(joined('%', open, 'else', close, tie('template'))),
        ...['%', open, 'endif', close],
      ),
      joined(
        ...['%', open, 'for x in ', inner, close, tie('template')],
        ...['%', open, 'endfor', close],
      ),
    ),
  };
}).expression;

/** Heredocs, whose lines begin with blanks of all kinds. */
export const heredocs: fc.Arbitrary<string> = fc
  .tuple(
    fc.constantFrom('<<', '<<-'),
    fc.array(
      fc
        .array(
          fc.constantFrom(
            ...['', ' ', '  ', '\t', ' \t ', '\u00A0', 'a', 'b c', '\r', '\\'],
            ...['${1}', '${~ "x" ~}', '$${', '$', '%', '%{ if true }', '"'],
            ...['%{ endif }', '%{~ if false ~}', '%{ else ~}', '${"\n"}', 'E'],
          ),
          { maxLength: 5 },
        )
        .map(pieces => pieces.join('')),
      { maxLength: 5 },
    ),
    fc.constantFrom('', '  ', '\t'),
    fc.constantFrom('\n', '\r\n'),
  )
  .map(([open, lines, indent, newline]) =>
    [`${open}E`, ...lines, `${indent}E`].join(newline),
  )
  // HCL's scanner reads these lines in an odd way: a limit that our README names.
  .filter(text => !/[$%][^{]?\r?\n/.test(text));
