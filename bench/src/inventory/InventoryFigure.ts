/** One line of the benchmark's table. */
export interface InventoryFigure {
  what: string;
  /** What was measured, e.g. `1.43 s` or `p99 12.3 ms`. */
  measured: string;
  /** What it is compared with, e.g. `raw HTTP 1.38 s`. */
  beside: string;
  /** E.g. `1.04 ×`; absent where the figure stands for itself. */
  ratio?: string;
  /** Absent for what is told for comparison only. */
  target?: { words: string; met: boolean };
}

/** A ratio as the table shows it. */
export function ratioOf(figure: number, beside: number): string {
  return `${(figure / beside).toFixed(2)} ×`;
}

/** Milliseconds as the table shows them. */
export function milliseconds(value: number): string {
  return value >= 1000
    ? `${(value / 1000).toFixed(2)} s`
    : `${value.toFixed(value < 10 ? 2 : 0)} ms`;
}
