import { z } from 'zod';

const FORBIDDEN = /[\p{Cc} ~^:?*[\\]|\.\.|@\{|\/\/|^\/|\/$|\.$|^@$/u;
const LONGEST = 100;

/**
 * Whether git allows a branch or tag of this name, see `git check-ref-format`.
 *
 * @internal
 */
export function isRefName(name: string): boolean {
  return (
    !FORBIDDEN.test(name) &&
    name
      .split('/')
      .every(part => !part.startsWith('.') && !part.endsWith('.lock'))
  );
}

/**
 * The name of a branch or tag in a body; empty is no name, and allowed.
 *
 * @internal
 */
export const refName = z
  .string()
  .refine(name => name === '' || isRefName(name), 'GitRefName')
  .refine(name => name.length <= LONGEST, 'MaxSize');
