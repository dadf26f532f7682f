/**
 * Where something stands: indexes into the text's UTF-16 units.
 *
 * @internal
 */
export interface Span {
  start: number;
  end: number;
}

/**
 * What a file or a block holds.
 *
 * @internal
 */
export interface Body {
  attributes: Attribute[];
  blocks: Block[];
}

/** @internal */
export interface Attribute extends Span {
  name: string;
  value: Expression;
}

/** @internal */
export interface Block extends Span {
  type: string;
  labels: (Span & { text: string })[];
  body: Body;
}

/** @internal */
export type Expression = Span &
  (
    | { kind: 'literal'; value: number | boolean | null }
    | { kind: 'template'; parts: TemplatePart[] }
    | { kind: 'variable'; name: string }
    | { kind: 'traversal'; base: Expression; steps: TraversalStep[] }
    | { kind: 'call'; name: string; arguments: Expression[] }
    | { kind: 'tuple'; items: Expression[] }
    | { kind: 'object'; items: ObjectItem[] }
    | ForExpression
    | { kind: 'conditional'; parts: [Expression, Expression, Expression] }
    | { kind: 'binary'; operands: [Expression, Expression] }
    | { kind: 'unary'; operator: '-' | '!'; operand: Expression }
    | { kind: 'parentheses'; inner: Expression }
  );

/** @internal */
export type ExpressionOf<K extends Expression['kind']> = Extract<
  Expression,
  { kind: K }
>;

/** @internal */
export interface ObjectItem {
  key: Expression;
  value: Expression;
}

/** @internal */
export interface ForExpression {
  kind: 'for';
  /** One name, or key and value. */
  names: string[];
  collection: Expression;
  /** Key where there is one, value, condition where there is one. */
  results: Expression[];
}

/** @internal */
export type TraversalStep = Span &
  (
    | { kind: 'attribute'; name: string }
    | { kind: 'index'; index: Expression }
    | { kind: 'splat' }
  );

/** @internal */
export type TemplatePart =
  | { kind: 'text'; text: string }
  | { kind: 'interpolation'; expression: Expression }
  | { kind: 'if'; condition: Expression; parts: TemplatePart[] }
  | {
      kind: 'for';
      names: string[];
      collection: Expression;
      parts: TemplatePart[];
    };
