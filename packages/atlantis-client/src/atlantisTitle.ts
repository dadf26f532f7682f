import { DEFAULT_NAME } from '@backlot/backend-common';

/**
 * How sentences name an Atlantis of the configuration: `Atlantis`, or, where it is one of several, e.g.
 * `Atlantis payments`.
 *
 * @param name - in the configuration; the default one without
 * @public
 */
export function atlantisTitle(name: string = DEFAULT_NAME): string {
  return name === DEFAULT_NAME ? 'Atlantis' : `Atlantis ${name}`;
}
