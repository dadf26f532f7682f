import { hclLiteral } from '@backlot/hcl';

/**
 * A file that configures providers with nothing: their credentials are in Atlantis' environment.
 *
 * @param names - local names
 * @internal
 */
export function providersText(names: string[]): string {
  return names.map(name => `provider ${hclLiteral(name)} {}\n`).join('\n');
}
