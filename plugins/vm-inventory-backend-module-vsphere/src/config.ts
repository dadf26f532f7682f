import { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { z } from 'zod';
import { VSphereExclude } from './inventory/Exclusion';

const patterns = z.array(z.string().min(1)).default([]);

const excludeSchema = z.strictObject({
  datacenters: patterns,
  clusters: patterns,
  folders: patterns,
  machines: patterns,
  templates: patterns,
  datastores: patterns,
  networks: patterns,
});

const sourceSchema = z.object({
  name: z
    .string()
    .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'use lower case letters, digits and -'),
  title: z.string().optional(),
  url: z.url({ protocol: /^https$/, error: 'must be an https URL' }),
  username: z.string().min(1),
  password: z.string().min(1),
  tls: z
    .object({
      ca: z.string().optional(),
      insecure: z.boolean().default(false),
    })
    .prefault({}),
  operator: z
    .object({
      username: z.string().min(1),
      password: z.string().min(1),
      guestSeconds: z.number().positive().default(300),
    })
    .optional(),
  maxWaitSeconds: z.number().int().min(1).max(600).default(30),
  timeoutSeconds: z.number().int().min(1).default(30),
  fullPassMinutes: z.number().positive().default(30),
  exclude: excludeSchema.prefault({}),
});

/**
 * One vCenter, as configured.
 *
 * @public
 */
export interface VSphereSourceConfig {
  /** Name of the source. */
  name: string;
  title: string;
  url: string;
  username: string;
  password: string;
  tls: { ca?: string; insecure: boolean };
  /** The account that may write: for power and snapshots. Without it there is none of them. */
  operator?: {
    username: string;
    password: string;
    /** Milliseconds that a guest may take to shut down. */
    guestMs: number;
  };
  /** Seconds that vCenter may hold a wait for changes. */
  maxWaitSeconds: number;
  /** Milliseconds until the answer of a call begins. */
  timeoutMs: number;
  /** Milliseconds between two full passes. */
  fullPassMs: number;
  exclude?: Partial<VSphereExclude>;
}

/**
 * Reads `vmInventory.vsphere.sources`.
 *
 * @throws InputError that names the entry and what is wrong with it; never its password
 * @internal
 */
export function readVSphereSources(config: Config): VSphereSourceConfig[] {
  const entries =
    config.getOptionalConfigArray('vmInventory.vsphere.sources') ?? [];
  return entries.map((entry, index) => {
    const parsed = sourceSchema.safeParse(entry.get());
    if (!parsed.success) {
      const [issue] = parsed.error.issues;
      throw new InputError(
        `vmInventory.vsphere.sources[${index}].${issue.path.join('.')}: ${
          issue.message
        }`,
      );
    }
    const { timeoutSeconds, fullPassMinutes, operator, ...source } =
      parsed.data;
    return {
      ...source,
      ...(operator && {
        operator: {
          username: operator.username,
          password: operator.password,
          guestMs: operator.guestSeconds * 1000,
        },
      }),
      title: source.title ?? source.name,
      timeoutMs: timeoutSeconds * 1000,
      fullPassMs: fullPassMinutes * 60_000,
    };
  });
}
