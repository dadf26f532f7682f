import { InputError } from '@backstage/errors';

/** Name of the helper that every value is written by. */
export const PUT_HELPER = 'backlot-put';

/** Name of the helper that every value of a block goes through. */
export const KNOWN_HELPER = 'backlot-known';

const BLOCKS = ['if', 'unless', 'each', 'with'];

/**
 * An expression of a skeleton and where it stands.
 *
 * @internal
 */
export interface NamedExpression {
  name: string;
  line: number;
  column: number;
}

/**
 * Changes a Handlebars program so that each value that it writes or asks for goes through a helper
 * of ours: `{{x}}` becomes `{{put x 0}}` and `{{#if x}}` becomes `{{#if (known x 1)}}`. The numbers
 * are indexes of the expressions that this function answers.
 *
 * @throws InputError naming file and line, for what skeletons may not hold
 * @internal
 */
export function rewriteProgram(
  path: string,
  program: hbs.AST.Program,
): NamedExpression[] {
  const expressions: NamedExpression[] = [];

  const rewriteAll = ({ body }: hbs.AST.Program) => {
    body.forEach((statement, index) => {
      if (statement.type === 'MustacheStatement') {
        body[index] = rewriteMustache(statement as hbs.AST.MustacheStatement);
      } else if (statement.type === 'BlockStatement') {
        rewriteBlock(statement as hbs.AST.BlockStatement);
      } else if (
        !['ContentStatement', 'CommentStatement'].includes(statement.type)
      ) {
        throw unsupported(path, statement, statement.type);
      }
    });
  };

  const rewriteMustache = (
    statement: hbs.AST.MustacheStatement,
  ): hbs.AST.MustacheStatement => {
    const { path: name, params, hash, loc } = statement;
    const value =
      params.length > 0 || hash
        ? { type: 'SubExpression', path: name, params, hash, loc }
        : name;
    return {
      ...statement,
      path: helperPath(PUT_HELPER, loc),
      params: helperParams(value),
      hash: { type: 'Hash', pairs: [], loc },
    };
  };

  const rewriteBlock = (block: hbs.AST.BlockStatement) => {
    if (!BLOCKS.includes(block.path.original)) {
      throw unsupported(path, block, `{{#${block.path.original}}}`);
    }
    block.params = block.params.map(value => {
      const known: hbs.AST.SubExpression = {
        type: 'SubExpression',
        path: helperPath(KNOWN_HELPER, value.loc),
        params: helperParams(value),
        hash: { type: 'Hash', pairs: [], loc: value.loc },
        loc: value.loc,
      };
      return known;
    });
    rewriteAll(block.program);
    if (block.inverse) {
      rewriteAll(block.inverse);
    }
  };

  const helperParams = (value: hbs.AST.Expression): hbs.AST.Expression[] => {
    assertLookups(path, value);
    const { loc } = value;
    const name = nameOf(value);
    const index: hbs.AST.NumberLiteral = {
      type: 'NumberLiteral',
      value: expressions.length,
      original: expressions.length,
      loc,
    };
    expressions.push({
      name,
      line: loc.start.line,
      column: loc.start.column + 1,
    });
    return [value, index];
  };

  rewriteAll(program);
  return expressions;
}

function helperPath(
  name: string,
  loc: hbs.AST.SourceLocation,
): hbs.AST.PathExpression {
  return {
    type: 'PathExpression',
    data: false,
    depth: 0,
    parts: [name],
    original: name,
    loc,
  };
}

function nameOf(value: hbs.AST.Expression): string {
  if (value.type === 'SubExpression') {
    const { path, params } = value as hbs.AST.SubExpression;
    return [path, ...params].map(nameOf).join(' ');
  }
  return 'original' in value ? String(value.original) : value.type;
}

/** Handlebars' own `lookup` is the only helper that a value may be computed with. */
function assertLookups(path: string, value: hbs.AST.Expression) {
  if (value.type !== 'SubExpression') {
    return;
  }
  const { path: helper, params } = value as hbs.AST.SubExpression;
  if (helper.original !== 'lookup') {
    throw unsupported(path, value, `the helper ${nameOf(helper)}`);
  }
  params.forEach(param => assertLookups(path, param));
}

function unsupported(path: string, node: hbs.AST.Node, what: string) {
  const { line, column } = node.loc.start;
  return new InputError(
    `${path}:${line}:${
      column + 1
    } ${what} is not supported in a skeleton (write {{name}}, {{lookup}}, {{#if}}, {{#unless}}, {{#each}} or {{#with}})`,
  );
}
