import { CustomErrorBase } from '@backstage/errors';

/**
 * Text that is not HCL, or not what Terraform takes in its place.
 *
 * @alpha
 */
export class HclError extends CustomErrorBase {
  name = 'HclError' as const;
  /** Where in the text, as an index of its UTF-16 units. */
  readonly offset: number;
  /** What to write instead. */
  readonly remedy: string;

  constructor(message: string, options: { offset: number; remedy: string }) {
    super(message.length > 300 ? `${message.slice(0, 300)}…` : message);
    this.offset = options.offset;
    this.remedy = options.remedy;
  }
}

/**
 * How deep blocks, expressions and templates may be nested. Terraform has no limit; this one is far
 * from where the stack would overflow.
 *
 * @alpha
 */
export const MAX_DEPTH = 200;

/** @alpha */
export function tooDeep(offset: number): HclError {
  return new HclError(`this is nested more than ${MAX_DEPTH} levels deep`, {
    offset,
    remedy: 'nest less',
  });
}
