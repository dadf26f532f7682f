/** How somebody left the explorer, for when they come back. */
export interface LeftExplorer {
  /** The entry of the browser's history. */
  key: string;
  /** The URL's parameters. */
  search: string;
  /** The first row of the table that was seen, with the part of it that was not. */
  row: number;
  /** The line of the tree that had the focus. */
  treeLine?: string;
}

// Of the tab: what it held is there again after a reload, and no other tab has it.
const STORED_AS = 'backlot.vm-inventory.explorer';
const MOST = 20;

const stored = (): LeftExplorer[] =>
  JSON.parse(window.sessionStorage.getItem(STORED_AS) ?? '[]');

/** Keeps how the explorer was left; of many, the last ones. */
export function rememberExplorer(left: LeftExplorer): void {
  const others = stored().filter(({ key }) => key !== left.key);
  window.sessionStorage.setItem(
    STORED_AS,
    JSON.stringify([left, ...others].slice(0, MOST)),
  );
}

/** How the explorer was left in an entry of the history. */
export function recallExplorer(key: string): LeftExplorer | undefined {
  return stored().find(left => left.key === key);
}
