import {
  InventoryExportFormat,
  InventoryKind,
} from '@backlot/plugin-vm-inventory-common';
import { setImmediate } from 'node:timers/promises';
import { Predicate } from '../query/filters';
import { QueryPlan } from '../query/planQuery';
import { InventorySnapshot } from '../store';
import { Entry } from '../store/Entry';
import { csvLine } from './csv';
import { exportColumns, NameOf } from './exportColumns';

// As much as is written between two looks at what else there is to do.
const CHUNK = 500;

/**
 * Writes all entries of a list, piece by piece. The snapshot stays as it is, so what is written is
 * one state, however long it takes.
 *
 * @param options - `sees` keeps back the names of what the caller may not see
 * @internal
 */
export async function* exportObjects(options: {
  format: InventoryExportFormat;
  kind: InventoryKind;
  plan: QueryPlan;
  snapshot: InventorySnapshot;
  sees?: Predicate;
}): AsyncGenerator<string> {
  const { format, plan } = options;
  const write = format === 'csv' ? csvWriter(options) : jsonWriter();
  yield write.head;
  let chunk = '';
  for (let i = 0; i < plan.order.length; i++) {
    chunk += write.item(plan.order.at(i), i === 0);
    if (i % CHUNK === CHUNK - 1) {
      yield chunk;
      chunk = '';
      await setImmediate();
    }
  }
  yield chunk + write.foot;
}

interface ExportWriter {
  head: string;
  item(entry: Entry, first: boolean): string;
  foot: string;
}

function csvWriter(options: {
  kind: InventoryKind;
  snapshot: InventorySnapshot;
  sees?: Predicate;
}): ExportWriter {
  const { kind, snapshot, sees } = options;
  const nameOf: NameOf = (named, source, id) => {
    const object = snapshot.get(named, source, id);
    return object && (!sees || sees(object)) ? object.name : undefined;
  };
  const columns = exportColumns(kind, nameOf);
  return {
    head: csvLine(columns.map(({ header }) => header)),
    item: ({ object }) => csvLine(columns.map(each => each.valueOf(object))),
    foot: '',
  };
}

function jsonWriter(): ExportWriter {
  return {
    head: '[',
    item: ({ object }, first) =>
      `${first ? '\n' : ',\n'}${JSON.stringify(object)}`,
    foot: '\n]\n',
  };
}
