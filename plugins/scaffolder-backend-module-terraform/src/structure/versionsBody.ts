import { Body, Expression, Span } from '@backlot/hcl';
import { z } from 'zod';

const versionsSchema = z.object({
  terraform: z.object({
    required_version: z.string().optional(),
    required_providers: z
      .record(
        z.string(),
        z.object({ source: z.string(), version: z.string().optional() }),
      )
      .optional(),
  }),
});

/** Such a file is ours, so nothing in it has to be pointed at. */
const start: Span = { start: 0, end: 0 };

/**
 * What `versions.tf.json` says, as if it were written in Terraform's own syntax.
 *
 * @throws ZodError for a file that was not written by `versionsText`
 * @internal
 */
export function versionsBody(text: string): Body {
  const { terraform } = versionsSchema.parse(JSON.parse(text));
  const { required_version: version, required_providers: providers } =
    terraform;
  const body: Body = {
    attributes:
      version === undefined
        ? []
        : [{ ...start, name: 'required_version', value: textOf(version) }],
    blocks: providers
      ? [
          {
            ...start,
            type: 'required_providers',
            labels: [],
            body: {
              attributes: Object.entries(providers).map(([name, provider]) => ({
                ...start,
                name,
                value: objectOf(provider),
              })),
              blocks: [],
            },
          },
        ]
      : [],
  };
  return {
    attributes: [],
    blocks: [{ ...start, type: 'terraform', labels: [], body }],
  };
}

function textOf(text: string): Expression {
  return { ...start, kind: 'template', parts: [{ kind: 'text', text }] };
}

function objectOf(texts: Record<string, string | undefined>): Expression {
  return {
    ...start,
    kind: 'object',
    items: Object.entries(texts).flatMap(([key, value]) =>
      value === undefined ? [] : [{ key: textOf(key), value: textOf(value) }],
    ),
  };
}
