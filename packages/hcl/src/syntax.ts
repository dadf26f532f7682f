/**
 * Where something stands: indexes into the text's UTF-16 units.
 *
 * @alpha
 */
export interface Span {
  start: number;
  end: number;
}

/**
 * What a file or a block holds.
 *
 * @alpha
 */
export interface Body {
  attributes: Attribute[];
  blocks: Block[];
}

/** @alpha */
export interface Attribute extends Span {
  name: string;
  value: Expression;
}

/** @alpha */
export interface Block extends Span {
  type: string;
  labels: (Span & { text: string })[];
  body: Body;
}

/** @alpha */
export type Expression = Span &
  (
    | { kind: 'literal'; value: boolean | null }
    | { kind: 'number'; text: string }
    | { kind: 'template'; parts: TemplatePart[] }
    | { kind: 'variable'; name: string }
    | { kind: 'traversal'; base: Expression; steps: TraversalStep[] }
    | { kind: 'call'; name: string; arguments: Expression[] }
    | { kind: 'tuple'; items: Expression[] }
    | { kind: 'object'; items: ObjectItem[] }
    | ForExpression
    | { kind: 'conditional'; parts: [Expression, Expression, Expression] }
    | BinaryExpression
    | { kind: 'unary'; operator: '-' | '!'; operand: Expression }
    | { kind: 'parentheses'; inner: Expression }
  );

/** @alpha */
export type ExpressionOf<K extends Expression['kind']> = Extract<
  Expression,
  { kind: K }
>;

/** @alpha */
export interface ObjectItem {
  key: Expression;
  value: Expression;
}

/**
 * Operators of one rank, from left to right. A chain of them is no deeper than one.
 *
 * @alpha
 */
export interface BinaryExpression {
  kind: 'binary';
  first: Expression;
  rest: { operator: string; operand: Expression }[];
}

/** @alpha */
export interface ForHeading {
  /** One name, or key and value. */
  names: string[];
  collection: Expression;
}

/** @alpha */
export interface ForExpression extends ForHeading {
  kind: 'for';
  /** Where an object is made. */
  key?: Expression;
  value: Expression;
  condition?: Expression;
  /** Whether values of the same key are gathered, as `...` says. */
  isGrouped: boolean;
}

/** @alpha */
export type TraversalStep = Span &
  (
    | { kind: 'attribute'; name: string }
    /** Written `.0` or `[0]`. */
    | { kind: 'index'; index: Expression; isDotted: boolean }
    /** `[*]` takes all steps that follow, `.*` only the dotted ones. */
    | { kind: 'splat'; isFull: boolean }
  );

/** @alpha */
export type TemplatePart =
  | { kind: 'text'; text: string }
  | { kind: 'interpolation'; expression: Expression }
  | {
      kind: 'if';
      condition: Expression;
      whenTrue: TemplatePart[];
      whenFalse: TemplatePart[];
    }
  | ({ kind: 'for'; parts: TemplatePart[] } & ForHeading);
