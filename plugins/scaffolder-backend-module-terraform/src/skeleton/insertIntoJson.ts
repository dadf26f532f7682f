import { HclError, PLACEHOLDER } from '@backlot/hcl';
import { RenderedText } from './renderHandlebars';
import { singleText } from './singleText';

const STRINGS_AND_PLACEHOLDERS = /"(?:[^"\\\n]|\\.)*"|\uFDD0\d+\uFDD1/g;

/**
 * Writes values into JSON: within a string as its text, elsewhere as JSON.
 *
 * @throws HclError at the place in the rendered text where a value cannot be written
 * @internal
 */
export function insertIntoJson(rendered: RenderedText): string {
  return rendered.text.replace(
    STRINGS_AND_PLACEHOLDERS,
    (token, start: number) =>
      token.replace(PLACEHOLDER, (_, index: string, position: number) => {
        const { value, name } = rendered.values[Number(index)];
        if (!token.startsWith('"')) {
          return JSON.stringify(value);
        }
        const text = singleText(value);
        if (text === undefined) {
          throw new HclError(`{{${name}}} is not a text, number or boolean`, {
            offset: start + position,
            remedy: 'write it outside of quotes, as a value of its own',
          });
        }
        return JSON.stringify(text).slice(1, -1);
      }),
  );
}
