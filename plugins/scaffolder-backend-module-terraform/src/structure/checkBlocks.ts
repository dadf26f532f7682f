import { Block, constantValue } from '@backlot/hcl';
import { Problem, problemAt } from './Problem';
import {
  attributeOf,
  isOverride,
  SourceFile,
  TerraformModule,
} from './TerraformModule';

/** How many labels Terraform's top-level blocks have. */
const LABELS: Record<string, number | undefined> = {
  terraform: 0,
  provider: 1,
  variable: 1,
  locals: 0,
  output: 1,
  module: 1,
  resource: 2,
  data: 2,
  ephemeral: 2,
  action: 2,
  check: 1,
  import: 0,
  moved: 0,
  removed: 0,
};

const UNIQUE = [
  'variable',
  'output',
  'module',
  'provider',
  'resource',
  'data',
  'ephemeral',
  'action',
  'check',
];

/**
 * Blocks that Terraform does not know, wrong numbers of labels, and what is there twice.
 *
 * @internal
 */
export function checkBlocks(module: TerraformModule): Problem[] {
  return [...module.files.flatMap(checkTopLevel), ...checkDuplicates(module)];
}

function checkTopLevel(file: SourceFile): Problem[] {
  return [
    ...file.body.attributes.map(({ name, start }) =>
      problemAt(
        file,
        start,
        `argument "${name}" stands outside of a block`,
        'move it into a block; values of variables go into a .tfvars file',
      ),
    ),
    ...file.body.blocks.flatMap(block => {
      const labels = Object.hasOwn(LABELS, block.type)
        ? LABELS[block.type]
        : undefined;
      if (labels === undefined) {
        return [
          problemAt(
            file,
            block.start,
            `unknown block "${block.type}"`,
            `write one of ${Object.keys(LABELS).join(', ')}`,
            'warning',
          ),
        ];
      }
      return block.labels.length === labels
        ? []
        : [
            problemAt(
              file,
              block.start,
              `block "${block.type}" has ${block.labels.length} labels`,
              `write ${labels}`,
            ),
          ];
    }),
  ];
}

function checkDuplicates(module: TerraformModule): Problem[] {
  const problems: Problem[] = [];
  const first = new Map<string, string>();
  const see = (file: SourceFile, offset: number, what: string) => {
    const before = first.get(what);
    if (before !== undefined) {
      problems.push(
        problemAt(
          file,
          offset,
          `${what} is already in ${before}`,
          'keep one, or rename one',
        ),
      );
    }
    first.set(what, before ?? file.path);
  };

  for (const file of module.files.filter(each => !isOverride(each))) {
    for (const block of file.body.blocks) {
      if (UNIQUE.includes(block.type)) {
        see(file, block.start, describe(block));
      } else if (block.type === 'locals') {
        block.body.attributes.forEach(({ name, start }) =>
          see(file, start, `local "${name}"`),
        );
      } else if (block.type === 'terraform') {
        block.body.blocks
          .filter(({ type }) =>
            ['backend', 'cloud', 'required_providers'].includes(type),
          )
          .forEach(({ type, start }) =>
            see(
              file,
              start,
              type === 'cloud' ? 'a backend' : `a ${type}`.replace('_', ' '),
            ),
          );
      }
    }
  }
  return problems;
}

function describe({ type, labels, body }: Block): string {
  const alias = type === 'provider' && attributeOf(body, 'alias');
  return [
    type,
    ...labels.map(({ text }) => `"${text}"`),
    ...(alias ? [`as "${constantValue(alias.value)}"`] : []),
  ].join(' ');
}
