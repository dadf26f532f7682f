import { NetBoxStore } from '../NetBoxStore';
import { NewRow } from '../Table';
import { NetBoxRows, TableName } from '../tables';
import { FieldParsers, WriteContext } from './fields';
import { Filter } from './filters';

/**
 * What a representation needs besides the record.
 *
 * @internal
 */
export interface ViewContext {
  store: NetBoxStore;
  /** Makes an absolute URL of a path. */
  url(path: string): string;
}

/** @internal */
export type Representation = Record<string, unknown>;

/** @internal */
export interface ReadableModel<N extends TableName> {
  table: N;
  /** E.g. `ipam.ipaddress`. */
  objectType: string;
  /** What NetBox calls it when it is not found, e.g. `IPAddress`. */
  words: string;
  /** Below `/api/`, without slashes around it. */
  path: string;
  compare(a: NetBoxRows[N], b: NetBoxRows[N]): number;
  filters: Record<string, Filter<NetBoxRows[N]>>;
  represent(row: NetBoxRows[N], view: ViewContext): Representation;
  /** Only for one record by its id. */
  representDetail?(row: NetBoxRows[N], view: ViewContext): Representation;
  representBrief(row: NetBoxRows[N], view: ViewContext): Representation;
}

/**
 * A constraint of the database, in PostgreSQL's words.
 *
 * @internal
 */
export interface BrokenConstraint {
  name: string;
  key: string;
}

/** @internal */
export interface WritableModel<N extends TableName> extends ReadableModel<N> {
  fields: FieldParsers<NewRow<NetBoxRows[N]>>;
  required: (keyof NewRow<NetBoxRows[N]> & string)[];
  defaults(): NewRow<NetBoxRows[N]>;
  /**
   * Checks the record as a whole.
   *
   * @throws RecordError in NetBox's words
   */
  check(
    candidate: NewRow<NetBoxRows[N]>,
    context: WriteContext,
    previous?: NetBoxRows[N],
  ): void;
  /** The constraint of the database that a new record breaks, looked at when it is inserted. */
  constraint?(
    candidate: NewRow<NetBoxRows[N]>,
    store: NetBoxStore,
  ): BrokenConstraint | undefined;
  /** What else changes when a record was inserted or updated. */
  afterWrite?(row: NetBoxRows[N], store: NetBoxStore): void;
  remove(store: NetBoxStore, id: number): void;
  /** Whether writes take the global lock. */
  locked?: boolean;
}

/** @internal */
export function label(value: string): { value: string; label: string } {
  return { value, label: value.charAt(0).toUpperCase() + value.slice(1) };
}
