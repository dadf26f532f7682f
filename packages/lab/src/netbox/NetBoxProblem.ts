/**
 * A refusal in NetBox's own words.
 *
 * @internal
 */
export class NetBoxProblem extends Error {
  readonly status: number;
  readonly body: unknown;
  readonly headers: Record<string, string>;

  constructor(
    status: number,
    body: unknown,
    headers: Record<string, string> = {},
  ) {
    super(`${status} ${JSON.stringify(body)}`);
    this.status = status;
    this.body = body;
    this.headers = headers;
  }
}

/** @internal */
export function notFound(model: string): NetBoxProblem {
  return new NetBoxProblem(404, {
    detail: `No ${model} matches the given query.`,
  });
}

/** @internal */
export function notAllowed(): NetBoxProblem {
  return new NetBoxProblem(403, {
    detail: 'You do not have permission to perform this action.',
  });
}

/** @internal */
export function methodNotAllowed(method: string): NetBoxProblem {
  return new NetBoxProblem(405, { detail: `Method "${method}" not allowed.` });
}

/** @internal */
export function invalid(body: unknown): NetBoxProblem {
  return new NetBoxProblem(400, body);
}
