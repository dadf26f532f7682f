import Ajv2020 from 'ajv/dist/2020';
import type { OpenApiDocument } from '@backlot/backend-common/openapi';

/** The same without room for fields that it does not name. */
function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) {
    return schema.map(closed);
  }
  if (typeof schema !== 'object' || schema === null) {
    return schema;
  }
  return {
    ...Object.fromEntries(
      Object.entries(schema).map(([key, value]) => [key, closed(value)]),
    ),
    ...('properties' in schema && { additionalProperties: false }),
  };
}

/**
 * Holds the document of an API against what the API has and does.
 *
 * @public
 */
export class OpenApiValidator {
  readonly #document: OpenApiDocument;
  readonly #ajv = new Ajv2020({
    allErrors: true,
    strict: false,
    formats: {
      date: /^\d{4}-\d{2}-\d{2}$/,
      'date-time': text => !Number.isNaN(Date.parse(text)),
    },
  });

  constructor(document: OpenApiDocument) {
    this.#document = document;
    this.#ajv.addSchema(closed(document) as object, 'document');
  }

  /** The routes of the document as express has them, e.g. `GET /v1/requests/:id`. */
  get routes(): string[] {
    return Object.entries(this.#document.paths).flatMap(([path, operations]) =>
      Object.keys(operations).map(
        method =>
          `${method.toUpperCase()} ${path.replace(/\{(\w+)\}/g, ':$1')}`,
      ),
    );
  }

  /** The names of schemas that the document refers to and does not have. */
  get missingSchemas(): string[] {
    const text = JSON.stringify(this.#document);
    const referred = [
      ...text.matchAll(/"#\/components\/schemas\/([^"]+)"/g),
    ].map(([, name]) => name);
    return [...new Set(referred)].filter(
      name => !(name in this.#document.components.schemas),
    );
  }

  /**
   * What is wrong with a value, by the schema that is at a place in the document; null when nothing
   * is. A field that the document does not name is wrong.
   */
  problems(value: unknown, ...place: (string | number)[]): unknown {
    const pointer = place
      .map(step => String(step).replaceAll('~', '~0').replaceAll('/', '~1'))
      .map(encodeURIComponent)
      .join('/');
    const validate = this.#ajv.getSchema(`document#/${pointer}`);
    if (!validate) {
      return `The document has no ${pointer}`;
    }
    validate(value);
    return validate.errors ?? null;
  }

  /** What is wrong with an answer of JSON; null when nothing is. */
  problemsOfAnswer(answer: {
    path: string;
    method: string;
    status: number;
    body: unknown;
  }): unknown {
    const { path, method, status, body } = answer;
    return this.problems(
      body,
      ...['paths', path, method, 'responses', status],
      ...['content', 'application/json', 'schema'],
    );
  }
}
