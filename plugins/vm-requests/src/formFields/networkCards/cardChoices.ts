import { Choice } from '../pickers/ChoicePicker';

/** A network card beyond the first, as the form has it; the network is empty until it is chosen. */
export interface ExtraCard {
  network?: string;
}

/**
 * The networks that a card can be in: those of other cards cannot be chosen, and say whose they are.
 *
 * @param card - its place among the cards beyond the first
 */
export function offerToCard(
  choices: readonly Choice[],
  chosen: { first?: string; extra: readonly ExtraCard[] },
  card: number,
): Choice[] {
  const others = [
    chosen.first,
    ...chosen.extra.map(({ network }, index) =>
      index === card ? undefined : network,
    ),
  ];
  return choices.map(choice => {
    const owner = others.indexOf(choice.value);
    return owner === -1
      ? choice
      : {
          ...choice,
          detail: `the network of card ${owner + 1}`,
          disabled: true,
        };
  });
}

/** What keeps the form from going on. */
export function cardProblems(
  extra: readonly ExtraCard[],
  most: number,
): string[] {
  return [
    ...(extra.length + 1 > most
      ? [
          `A machine has at most ${most} network ${
            most === 1 ? 'card' : 'cards'
          } in this environment. Remove ${extra.length + 1 - most}.`,
        ]
      : []),
    ...extra.flatMap(({ network }, index) =>
      network ? [] : [`Choose the network of card ${index + 2}, or remove it.`],
    ),
  ];
}
