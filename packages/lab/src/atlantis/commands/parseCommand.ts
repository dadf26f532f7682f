import { z } from 'zod';

/**
 * A command as the API takes it.
 *
 * @internal
 */
export interface Command {
  repository: string;
  ref: string;
  /** Zero or less when there is no pull request. */
  pull: number;
  projects: string[];
  paths: Array<{ directory: string; workspace: string }>;
}

/**
 * The request is refused before anything is done.
 *
 * @internal
 */
export class RefusedRequest extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.name = 'RefusedRequest';
    this.status = status;
  }
}

/** Go reads field names without regard to case, and knows these by more than one spelling. */
function lowerCased(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(lowerCased);
  }
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [
        key.toLocaleLowerCase('en-US'),
        lowerCased(item),
      ]),
    );
  }
  return value;
}

const requestSchema = z.object({
  repository: z.string().default(''),
  ref: z.string().default(''),
  type: z.string().default(''),
  pr: z.number().int().default(0),
  projects: z.array(z.string()).nullish(),
  paths: z
    .array(
      z.object({
        directory: z.string().default(''),
        workspace: z.string().default(''),
      }),
    )
    .nullish(),
});

const SUPPORTED = ['Github', 'Gitlab', 'Gitea'];
const KNOWN = [
  ...SUPPORTED,
  'BitbucketCloud',
  'BitbucketServer',
  'AzureDevops',
];

function refusedWorkspace(workspace: string): string | undefined {
  if (/[/\\]/.test(workspace)) {
    return `cannot contain '/' or '\\'`;
  }
  if (workspace.includes('..')) {
    return `cannot contain '..'`;
  }
  if (workspace === '.') {
    return `cannot be '.'`;
  }
  if (/^[-~]/.test(workspace)) {
    return `cannot start with '${workspace[0]}'`;
  }
  return workspace.includes('$') ? `cannot contain '$'` : undefined;
}

/**
 * Reads a request's body.
 *
 * @throws RefusedRequest with Atlantis' status and words
 * @internal
 */
export function parseCommand(body: string): Command {
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch (error) {
    throw new RefusedRequest(
      400,
      `failed to parse request: ${
        body ? (error as Error).message : 'unexpected end of JSON input'
      }`,
    );
  }
  const parsed = requestSchema.safeParse(lowerCased(json));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new RefusedRequest(
      400,
      `failed to parse request: json: cannot unmarshal into Go struct field APIRequest.${issue.path.join(
        '.',
      )}`,
    );
  }
  const { repository, ref, type, pr, projects, paths } = parsed.data;
  if (!repository || !ref || !type) {
    throw new RefusedRequest(
      400,
      `request ${JSON.stringify(body)} is missing fields`,
    );
  }
  for (const { workspace } of paths ?? []) {
    const reason = refusedWorkspace(workspace);
    if (reason) {
      throw new RefusedRequest(
        400,
        `invalid workspace "${workspace}": ${reason}`,
      );
    }
  }
  if (!KNOWN.includes(type)) {
    throw new RefusedRequest(400, `"${type}" is not a valid type`);
  }
  if (!SUPPORTED.includes(type)) {
    throw new RefusedRequest(500, 'not yet implemented');
  }
  return {
    repository,
    ref,
    pull: pr,
    projects: projects ?? [],
    paths: (paths ?? []).map(({ directory, workspace }) => ({
      directory: directory.replace(/\/+$/, ''),
      workspace: workspace || 'default',
    })),
  };
}
