import { HclError, PLACEHOLDER } from '@backlot/hcl';
import { RenderedText } from './renderHandlebars';
import { singleText } from './singleText';

/** Means nothing in YAML, shell or any other language that a file beside Terraform's may be in. */
const PLAIN =
  /^[\p{L}\p{N}_./][\p{L}\p{N}_.,/@+=-]*(?:[ :][\p{L}\p{N}_.,/@+=-]+)*$/u;

/**
 * Writes values into a text whose language is not known: only those that mean nothing in any.
 *
 * @throws HclError at the place in the rendered text where a value is refused
 * @internal
 */
export function insertIntoText(rendered: RenderedText): string {
  return rendered.text.replace(
    PLACEHOLDER,
    (_, index: string, offset: number) => {
      const { value, name } = rendered.values[Number(index)];
      const text = singleText(value);
      if (text === undefined || !PLAIN.test(text)) {
        throw new HclError(
          `{{${name}}} holds more than plain words, which only Terraform's own files may`,
          {
            offset,
            remedy:
              'write letters, digits and . , / @ + = : - with single spaces, or leave the value out of this file',
          },
        );
      }
      return text;
    },
  );
}
