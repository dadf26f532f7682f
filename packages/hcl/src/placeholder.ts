// Noncharacters: no text that is meant for interchange holds them.
const OPEN = '\uFDD0';
const CLOSE = '\uFDD1';

/**
 * Finds placeholders; the first group is the index of the value.
 *
 * @alpha
 */
export const PLACEHOLDER = /\uFDD0(\d+)\uFDD1/g;

/**
 * What stands in a rendered text for a value until it is known what surrounds it.
 *
 * @alpha
 */
export function placeholder(index: number): string {
  return `${OPEN}${index}${CLOSE}`;
}

/**
 * Whether a text holds what placeholders are made of.
 *
 * @alpha
 */
export function mayHoldPlaceholders(text: string): boolean {
  return text.includes(OPEN) || text.includes(CLOSE);
}
