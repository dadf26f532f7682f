import { IdentifiedOption } from '@backstage/ui';
import { PlaceChoice } from './placeChoices';

/** More than these are too many to look through, and slow to show. */
export const MOST_OPTIONS = 100;

/** What a choice of none has as its value. */
export const ANY = 'any';

/**
 * What a select offers of places that may be very many: those of which a part of the name was
 * typed, as far as they can be shown, and how many more there are.
 *
 * @param options - `any` is what none of them is called; `chosen` the value of the one that is
 */
export function placeOptions(
  choices: readonly PlaceChoice[],
  options: { any: string; chosen: string | undefined; typed: string },
): IdentifiedOption[] {
  const { any, chosen } = options;
  const typed = options.typed.trim().toLocaleLowerCase('en-US');
  const found = choices
    .filter(({ name }) => name.toLocaleLowerCase('en-US').includes(typed))
    .sort((one, other) => one.name.localeCompare(other.name, 'en-US'));
  const shown = found.slice(0, MOST_OPTIONS);
  const left = found.length - shown.length;
  if (
    typed === '' &&
    chosen !== undefined &&
    !shown.some(({ value }) => value === chosen)
  ) {
    shown.unshift(
      found.find(({ value }) => value === chosen) ?? {
        value: chosen,
        name: chosen.replace(/^[^/]*\//, ''),
        detail: '',
      },
    );
  }
  return [
    ...(typed === '' ? [{ id: ANY, label: any }] : []),
    ...shown.map(({ value, name, detail }) => ({
      id: value,
      label: name,
      ...(detail && { description: detail }),
    })),
    ...(left > 0
      ? [
          {
            id: 'more',
            label: `${left.toLocaleString('en-US')} more: type to find them`,
            disabled: true,
          },
        ]
      : []),
  ];
}
