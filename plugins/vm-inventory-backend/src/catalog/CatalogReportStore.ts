import {
  CatalogReport,
  CatalogStatus,
} from '@backlot/plugin-vm-inventory-common';
import { Knex } from 'knex';
import { Clock } from '../clock';

interface ReportRow {
  id: number;
  report: string;
  reported_at: string;
}

const TABLE = 'catalog_report';
const ONLY = 1;

/**
 * What the catalog reported last, in the database, so that each replica answers the same.
 *
 * @internal
 */
export class CatalogReportStore {
  readonly #db: Knex;
  readonly #clock: Clock;

  constructor(options: { db: Knex; clock: Clock }) {
    this.#db = options.db;
    this.#clock = options.clock;
  }

  async keep(report: CatalogReport): Promise<void> {
    await this.#db<ReportRow>(TABLE)
      .insert({
        id: ONLY,
        report: JSON.stringify(report),
        reported_at: new Date(this.#clock.now()).toISOString(),
      })
      .onConflict('id')
      .merge();
  }

  async status(): Promise<CatalogStatus> {
    const row = await this.#db<ReportRow>(TABLE).where({ id: ONLY }).first();
    if (!row) {
      return {};
    }
    const report: CatalogReport = JSON.parse(row.report);
    return { report: { ...report, at: row.reported_at } };
  }
}
