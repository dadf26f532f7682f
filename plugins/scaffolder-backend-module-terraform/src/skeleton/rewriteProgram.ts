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

class ProgramRewriter {
  readonly expressions: NamedExpression[] = [];
  readonly #path: string;

  constructor(path: string) {
    this.#path = path;
  }

  rewrite({ body }: hbs.AST.Program) {
    body.forEach((statement, index) => {
      if (statement.type === 'MustacheStatement') {
        body[index] = this.#mustache(statement as hbs.AST.MustacheStatement);
      } else if (statement.type === 'BlockStatement') {
        this.#block(statement as hbs.AST.BlockStatement);
      } else if (
        !['ContentStatement', 'CommentStatement'].includes(statement.type)
      ) {
        throw unsupported(this.#path, statement, statement.type);
      }
    });
  }

  #mustache(statement: hbs.AST.MustacheStatement): hbs.AST.MustacheStatement {
    const { path, params, hash, loc } = statement;
    const value =
      params.length > 0 || hash
        ? { type: 'SubExpression', path, params, hash, loc }
        : path;
    return { ...statement, ...this.#call(PUT_HELPER, value) };
  }

  #block(block: hbs.AST.BlockStatement) {
    if (!BLOCKS.includes(block.path.original)) {
      throw unsupported(this.#path, block, `{{#${block.path.original}}}`);
    }
    block.params = block.params.map(value => ({
      type: 'SubExpression',
      loc: value.loc,
      ...this.#call(KNOWN_HELPER, value),
    }));
    this.rewrite(block.program);
    if (block.inverse) {
      this.rewrite(block.inverse);
    }
  }

  #call(helper: string, value: hbs.AST.Expression) {
    assertLookups(this.#path, value);
    const { loc } = value;
    const index = this.expressions.length;
    const { line, column } = loc.start;
    this.expressions.push({ name: nameOf(value), line, column: column + 1 });
    const indexLiteral: hbs.AST.NumberLiteral = {
      type: 'NumberLiteral',
      value: index,
      original: index,
      loc,
    };
    return {
      path: helperPath(helper, loc),
      params: [value, indexLiteral],
      hash: { type: 'Hash' as const, pairs: [], loc },
    };
  }
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
  const rewriter = new ProgramRewriter(path);
  rewriter.rewrite(program);
  return rewriter.expressions;
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
