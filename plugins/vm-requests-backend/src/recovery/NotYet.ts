/** Something that must be so first is not so yet; recovery looks again. */
export class NotYet extends Error {
  override readonly name = 'NotYet';
}
