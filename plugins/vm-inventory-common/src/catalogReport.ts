/**
 * How many of the machines that are not in the catalog a report names, at most.
 *
 * @public
 */
export const CATALOG_REPORT_MOST_LEFT_OUT = 100;

/**
 * A machine that is not in the catalog.
 *
 * @public
 */
export interface CatalogLeftOut {
  source: string;
  id: string;
  name: string;
  /** In words. */
  reason: string;
}

/**
 * Which machines are in the catalog: the body of `PUT /v1/catalog`, sent by the catalog's module.
 *
 * @public
 */
export interface CatalogReport {
  /** How many the catalog has been given. */
  machines: number;
  /** How many are left out. */
  leftOut: number;
  /** The first of those; none for callers who may not test sources. */
  items: CatalogLeftOut[];
}

/**
 * The answer to `GET /v1/catalog`.
 *
 * @public
 */
export interface CatalogStatus {
  /** Absent where no catalog has reported. */
  report?: CatalogReport & {
    /** ISO 8601; when the catalog's module reported it. */
    at: string;
  };
}
