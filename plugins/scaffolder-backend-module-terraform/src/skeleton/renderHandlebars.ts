import { mayHoldPlaceholders, placeholder } from '@backlot/hcl';
import { InputError } from '@backstage/errors';
import { JsonObject, JsonValue } from '@backstage/types';
import Handlebars from 'handlebars';
import { withCause } from '@backlot/backend-common';
import {
  NamedExpression,
  PUT_HELPER,
  KNOWN_HELPER,
  rewriteProgram,
} from './rewriteProgram';

/**
 * A text in which placeholders stand for values: what surrounds a value decides how it is written.
 *
 * @internal
 */
export interface RenderedText {
  text: string;
  /** By the index in the placeholder. */
  values: InsertedValue[];
}

/** @internal */
export interface InsertedValue {
  value: JsonValue;
  /** As the skeleton names it. */
  name: string;
}

/**
 * Renders an admin's text with Handlebars. Every value, in two braces or three, becomes a
 * placeholder; nothing that a value holds is rendered.
 *
 * @throws InputError naming file and line, for text that Handlebars cannot read and for names
 * without a value
 * @internal
 */
export function renderHandlebars(
  path: string,
  text: string,
  values: JsonObject,
): RenderedText {
  if (mayHoldPlaceholders(text)) {
    throw new InputError(
      `${path} holds the noncharacters U+FDD0 or U+FDD1 (remove them)`,
    );
  }
  const program = parse(path, text);
  const expressions = rewriteProgram(path, program);
  const inserted: InsertedValue[] = [];

  const known = (value: JsonValue | undefined, index: number): JsonValue => {
    if (value === undefined) {
      throw missing(path, expressions[index]);
    }
    return value;
  };
  const handlebars = Handlebars.create();
  handlebars.registerHelper(KNOWN_HELPER, known);
  handlebars.registerHelper(
    PUT_HELPER,
    (value: JsonValue | undefined, index: number) => {
      inserted.push({
        value: known(value, index),
        name: expressions[index].name,
      });
      return placeholder(inserted.length - 1);
    },
  );
  return {
    text: handlebars.compile(program, { noEscape: true })(values),
    values: inserted,
  };
}

function parse(path: string, text: string): hbs.AST.Program {
  try {
    return Handlebars.parse(text);
  } catch (error) {
    const line = /on line (\d+)/.exec(String(error))?.[1];
    throw withCause(
      new InputError(
        `${path}${
          line ? `:${line}` : ''
        } cannot be read by Handlebars (correct the expression, or write \\{{ for the text {{)`,
      ),
      error,
    );
  }
}

function missing(path: string, { name, line, column }: NamedExpression) {
  return new InputError(
    `${path}:${line}:${column} {{${name}}} has no value (give it in the step's values; null and false are values)`,
  );
}
