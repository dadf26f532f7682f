import { z } from 'zod';

const text = z.string().max(255);
const named = z.object({ id: text, name: text });

/** Which attempt a step belongs to. */
export const attemptSchema = z.strictObject({
  request: z.string().min(1),
  attempt: z.string().min(1),
});

/** A rendered file. */
export const fileSchema = z.object({
  path: z.string().min(1).max(500),
  content: z.string(),
});

/** Where the machine goes. */
export const placementSchema = z.object({
  source: z.string(),
  datacenter: named,
  cluster: named,
  resourcePool: named,
  datastore: named,
  network: named,
  folder: z.object({ id: z.string(), path: z.string() }).optional(),
  template: named.extend({ uuid: z.string() }),
  reasons: z.array(named.extend({ fits: z.boolean(), reason: z.string() })),
  ageMs: z.number().optional(),
});

/** The address that was allocated. */
export const addressSchema = z.object({
  address: z.string().min(1).max(64),
  prefixLength: z.number().int(),
  gateway: z.string(),
  dnsServers: z.array(z.string()),
  domain: z.string(),
  key: z.string().min(1),
  url: z.string().optional(),
});
