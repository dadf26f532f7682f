/**
 * What NetBox answers under the name of a field that it refuses.
 *
 * @internal
 */
export class FieldError extends Error {
  readonly detail: unknown;

  constructor(detail: unknown) {
    super(JSON.stringify(detail));
    this.detail = detail;
  }
}

/** @internal */
export function fieldError(words: string): FieldError {
  return new FieldError([words]);
}

/**
 * What NetBox answers in place of a record that it refuses: words by field.
 *
 * @internal
 */
export class RecordError extends Error {
  readonly detail: Record<string, unknown>;

  constructor(detail: Record<string, unknown>) {
    super(JSON.stringify(detail));
    this.detail = detail;
  }
}

/**
 * A refusal that is about no single field.
 *
 * @internal
 */
export function recordError(words: string): RecordError {
  return new RecordError({ __all__: [words] });
}
