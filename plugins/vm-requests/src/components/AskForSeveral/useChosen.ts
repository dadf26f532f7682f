import { ComponentProps, useRef, useState } from 'react';
import { Table } from '@backstage/ui';

/** Some of a list that somebody has chosen. */
export interface Chosen<T> {
  /** In the order in which they were chosen. */
  items: T[];
  choose: (items: readonly T[]) => void;
  /** What the list's table takes to have rows chosen. */
  selection: ComponentProps<typeof Table>['selection'];
}

/**
 * What is chosen of a list. It stays so when other filters show others.
 *
 * @param shown - what the list shows now
 */
export function useChosen<T>(
  shown: readonly T[] | undefined,
  idOf: (item: T) => string,
): Chosen<T> {
  const [ids, setIds] = useState<ReadonlySet<string>>(new Set());
  const known = useRef(new Map<string, T>());
  const remember = (items: readonly T[]) =>
    items.forEach(item => known.current.set(idOf(item), item));
  remember(shown ?? []);
  return {
    items: [...ids].flatMap(id => known.current.get(id) ?? []),
    choose: items => {
      remember(items);
      setIds(new Set(items.map(idOf)));
    },
    selection: {
      mode: 'multiple',
      behavior: 'toggle',
      selected: new Set(ids),
      onSelectionChange: keys =>
        setIds(
          keys === 'all'
            ? new Set([...ids, ...(shown ?? []).map(idOf)])
            : new Set([...keys].map(String)),
        ),
    },
  };
}
