import { evaluate, Body, HclError, hclLiteral, parseHcl } from '@backlot/hcl';
import { JsonValue } from '@backstage/types';
import fc from 'fast-check';
import { hclCorpora, HclFile } from './__testUtils__/hclCorpora';
import { changedTexts, expressions, heredocs } from './__testUtils__/hclTexts';
import { hclVerdicts, HclVerdictValue } from './__testUtils__/hclVerdicts';

/** The same texts each time: a run is as good as the one before it. */
const SEED = 8;

function sample<T>(arbitrary: fc.Arbitrary<T>, numRuns: number): T[] {
  return fc.sample(arbitrary, { numRuns, seed: SEED });
}

function outcome<T>(run: () => T): { value: T } | { refused: string } {
  try {
    return { value: run() };
  } catch (error) {
    if (error instanceof HclError) {
      return { refused: error.message };
    }
    throw error;
  }
}

function valuesOf({ attributes, blocks }: Body): (() => JsonValue)[] {
  return [
    ...attributes.map(
      ({ value }) =>
        () =>
          evaluate(value),
    ),
    ...blocks.flatMap(({ body }) => valuesOf(body)),
  ];
}

/** With the keys of objects in one order, and one zero. */
function comparable(value: JsonValue): string {
  return JSON.stringify(value, (_, item) =>
    item !== null && typeof item === 'object' && !Array.isArray(item)
      ? Object.fromEntries(
          Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1)),
        )
      : item,
  );
}

interface Disagreement {
  text: string;
  ours: string;
  theirs: string;
}

function compareValue(
  text: string,
  ours: { value: JsonValue } | { refused: string },
  theirs: HclVerdictValue,
): Disagreement[] {
  const our = 'refused' in ours ? 'refused' : comparable(ours.value);
  const their =
    theirs.refused === undefined
      ? comparable(theirs.value?.value ?? null)
      : 'refused';
  return our === their
    ? []
    : [
        {
          text,
          ours: 'refused' in ours ? ours.refused : our,
          theirs: theirs.refused ?? their,
        },
      ];
}

/** Where we accept what HashiCorp's parser refuses, refuse what it accepts, or read other values. */
async function disagreements(texts: string[]): Promise<Disagreement[]> {
  const verdicts = await hclVerdicts(texts);
  expect(verdicts).toHaveLength(texts.length);
  return texts.flatMap((text, index) => {
    const ours = outcome(() => parseHcl(text));
    const theirs = verdicts[index];
    if ('refused' in ours || !theirs.accepted) {
      return 'refused' in ours && !theirs.accepted
        ? []
        : [
            {
              text,
              ours: 'refused' in ours ? ours.refused : 'accepted',
              theirs: theirs.reason ?? 'accepted',
            },
          ];
    }
    const values = valuesOf(ours.value);
    expect(values).toHaveLength(theirs.values.length);
    return values.flatMap((value, i) =>
      compareValue(text, outcome(value), theirs.values[i]),
    );
  });
}

/** What Terraform ignores is refused: mistakes in a result that a condition does not choose. */
function isStrictness({ text, ours, theirs }: Disagreement): boolean {
  return (
    /\?|%\{~? ?if/.test(text) &&
    theirs !== 'accepted' &&
    !ours.startsWith('{') &&
    ours !== 'accepted'
  );
}

describe("Backlot's HCL parser and HashiCorp's", () => {
  let files: HclFile[];
  let texts: string[];

  beforeAll(async () => {
    files = await hclCorpora();
    const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
    texts = files.map(({ content }) => decoder.decode(content));
  });

  it('agree on the files of the tests of HCL and Terraform', async () => {
    expect(texts.length).toBeGreaterThan(1_500);
    expect(await disagreements(texts)).toEqual([]);
  });

  it('agree on such files with small mistakes', async () => {
    const short = texts.filter(({ length }) => length < 2_000);
    const changed = sample(changedTexts(short), 10_000);
    const found = await disagreements(changed);
    expect(found.filter(each => !isStrictness(each))).toEqual([]);
  });

  it('agree on odd texts', async () => {
    const odd = [
      ...['', '\n\n', '#', '\uFEFFa = 1\r\n', '\uFEFF\uFEFFa = 1\n'],
      ...['日本 = 1\n', 'a·b = 1\n', 'a = "\0"\n', 'a = <<E\n\0\nE\n'],
      ...['a = 1e400\n', 'a = 1e-400\n', 'a = 0x10\n', 'a = 1_000\n'],
      ...['a = .5\n', 'a = 5.\n', 'a = +1\n', 'a = - -1\n', 'a = 1.2.x\n'],
      ...['a = <<E\nE\n', 'a = <<E\n  E', 'a = <<É\nx\nÉ\n'],
      'a = <<-E\n  ${<<-F\n    x\n     y\n    F\n}z\n  E\n',
      'a = "%{ for a, b in { x = 1 } ~} ${a} %{~ endfor ~} "\n',
      ...['a = {for = 1}\n', 'a = { "for" = 1 }\n', 'a = [for]\n'],
      ...['a = { a = 1\n\n, b = 2 }\n', 'a = [1,,]\n', 'a = f(a...,)\n'],
      ...['a = (\n1\n+ 2\n)\n', 'a = 1 +\n2\n', 'a = 1 /* c\n */ b = 2\n'],
      ...['b { # c\n}\n', 'b { a = 1 # c\n}\n', 'a = /* c */ 1 // d'],
      ...['a = x::y(1)\n', 'a = x::y\n', 'a = "${}"\n', 'a = "${1\n}"\n'],
    ];
    expect(await disagreements(odd)).toEqual([]);
  });

  it('agree on the values of expressions', async () => {
    const computed = sample(expressions, 10_000).map(text => `a = ${text}\n`);
    const found = await disagreements(computed);
    expect(found.filter(each => !isStrictness(each))).toEqual([]);
  });

  it('agree on the text of heredocs', async () => {
    const found = await disagreements(
      sample(heredocs, 5_000).map(text => `a = ${text}\n`),
    );
    expect(found.filter(each => !isStrictness(each))).toEqual([]);
  });

  it('read the same value from what hclLiteral writes', async () => {
    const values = sample(
      fc.jsonValue({ stringUnit: 'binary', maxDepth: 4 }),
      2_000,
    ).map((value): JsonValue => JSON.parse(JSON.stringify(value)));
    const written = values.map(value => `a = ${hclLiteral(value)}\n`);
    const verdicts = await hclVerdicts(written);
    values.forEach((value, index) => {
      const [read] = verdicts[index].values;
      expect(comparable(read.value?.value ?? null)).toBe(
        // HCL normalizes all text.
        comparable(JSON.parse(JSON.stringify(value).normalize('NFC'))),
      );
    });
    expect(await disagreements(written)).toEqual([]);
  });
});
