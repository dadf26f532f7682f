import { InputError } from '@backstage/errors';
import { InventoryQuery } from '@backlot/plugin-vm-inventory-common';
import { Request } from 'express';
import { z } from 'zod';
import { parseInput } from './parseInput';

const pageSchema = z.object({
  search: z.string().max(200).optional(),
  sort: z.string().optional(),
  limit: z.coerce.number().int().min(1).max(1000).optional(),
  cursor: z.string().optional(),
});

const MOST_VALUES = 1000;

/**
 * The query of a list. Parameters other than those of paging are filters by field; given several
 * times, any of the values will do.
 *
 * @throws InputError when a parameter is not what it may be
 * @internal
 */
export function readListQuery(req: Request): InventoryQuery {
  const filter: Record<string, string[]> = Object.create(null);
  const page: Record<string, string> = {};
  let values = 0;
  for (const [name, value] of parametersOf(req)) {
    if (Object.hasOwn(pageSchema.shape, name)) {
      if (Object.hasOwn(page, name)) {
        throw new InputError(`'${name}' is given twice`);
      }
      page[name] = value;
    } else {
      (filter[name] ??= []).push(value);
      values++;
    }
  }
  if (values > MOST_VALUES) {
    throw new InputError(
      `More than ${MOST_VALUES} values to filter by: ask in several calls`,
    );
  }
  return { ...parseInput(pageSchema, page), filter };
}

/**
 * The parameters of a request's query, each as it was given.
 *
 * @internal
 */
export function parametersOf(req: Request): URLSearchParams {
  return new URL(req.originalUrl, 'http://localhost').searchParams;
}
