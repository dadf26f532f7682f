import { CustomErrorBase } from '@backstage/errors';

/**
 * Text that is not HCL, or not what Terraform takes in its place.
 *
 * @internal
 */
export class HclError extends CustomErrorBase {
  name = 'HclError' as const;
  /** Where in the text, as an index of its UTF-16 units. */
  readonly offset: number;
  /** What to write instead. */
  readonly remedy: string;

  constructor(message: string, options: { offset: number; remedy: string }) {
    super(message);
    this.offset = options.offset;
    this.remedy = options.remedy;
  }
}
