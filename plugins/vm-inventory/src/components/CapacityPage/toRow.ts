/** A row of a table of places, with the names of where it is. */
export type PlaceRow<T> = T & { place: string };

/** Ids are unique within a source only. */
export function toRow<
  T extends { source: string; id: string; datacenter?: string },
>(item: T, nameOf: (source: string, id: string) => string): PlaceRow<T> {
  const { source, id, datacenter } = item;
  return {
    ...item,
    id: `${source}/${id}`,
    place: datacenter ? `${source} / ${nameOf(source, datacenter)}` : source,
  };
}
