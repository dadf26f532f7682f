import { parseInput } from '@backlot/backend-common';
import { InputError } from '@backstage/errors';
import {
  InventoryExportQuery,
  InventoryQuery,
} from '@backlot/plugin-vm-inventory-common';
import { Request } from 'express';
import { z } from 'zod';

const choiceSchema = z.object({
  search: z.string().max(200).optional(),
  sort: z.string().optional(),
  below: z.string().optional(),
});

const pageSchema = choiceSchema.extend({
  limit: z.coerce.number().int().min(1).max(1000).optional(),
  cursor: z.string().optional(),
  offset: z.coerce.number().int().min(0).optional(),
});

const exportSchema = choiceSchema.extend({ format: z.enum(['csv', 'json']) });

const filterSchema = z.record(z.string(), z.array(z.string()));

const MOST_VALUES = 1000;

/**
 * The query of a list. Parameters other than those of paging are filters by field; given several
 * times, any of the values will do.
 *
 * @throws InputError when a parameter is not what it may be
 * @internal
 */
export function readListQuery(req: Request): InventoryQuery {
  return readQuery(req, pageSchema);
}

/**
 * The query of an export: that of a list, with a format in place of a page.
 *
 * @throws InputError when a parameter is not what it may be
 * @internal
 */
export function readExportQuery(req: Request): InventoryExportQuery {
  return readQuery(req, exportSchema);
}

function readQuery<T extends z.ZodRawShape>(
  req: Request,
  schema: z.ZodObject<T>,
) {
  const filter: Record<string, string[]> = Object.create(null);
  const named: Record<string, string> = {};
  let values = 0;
  for (const [name, value] of parametersOf(req)) {
    if (Object.hasOwn(schema.shape, name)) {
      if (Object.hasOwn(named, name)) {
        throw new InputError(`'${name}' is given twice`);
      }
      named[name] = value;
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
  parseInput(filterSchema, filter);
  return { ...parseInput(schema, named), filter };
}

/**
 * The parameters of a request's query, each as it was given.
 *
 * @internal
 */
export function parametersOf(req: Request): URLSearchParams {
  const start = req.originalUrl.indexOf('?');
  return new URLSearchParams(start < 0 ? '' : req.originalUrl.slice(start));
}
