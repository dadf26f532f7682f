import { Policy } from './policy';

/**
 * Names that a machine cannot have, because clients look for services under them or because they
 * mean something else to a resolver.
 *
 * @public
 */
export const reservedNames: readonly string[] = [
  'autoconfig',
  'autodiscover',
  'broadcasthost',
  'default',
  'dns',
  'gateway',
  'ip6-localhost',
  'ip6-loopback',
  'isatap',
  'localdomain',
  'localhost',
  'template',
  'wpad',
];

/**
 * How many characters a DNS label has at most.
 *
 * @public
 */
export const MAX_NAME_LENGTH = 63;

const label = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/;

/**
 * Says what is wrong with a machine's name, or undefined. A name is a DNS label (RFC 1123, section
 * 2.1, and RFC 1035, section 2.3.4, for its length) in small letters, with at least one letter.
 *
 * @param maxLength - of the machine's blueprint
 * @public
 */
export function nameProblem(
  name: string,
  maxLength: number = MAX_NAME_LENGTH,
): string | undefined {
  if (name === '') {
    return 'A name is needed.';
  }
  if (name.length > maxLength) {
    return `A name has at most ${maxLength} characters; this one has ${name.length}.`;
  }
  if (name.includes('.')) {
    return 'Enter the name without its domain; the network adds it.';
  }
  if (/[A-Z]/.test(name) && label.test(name.toLowerCase())) {
    return `Use lowercase letters: ${name.toLowerCase()}.`;
  }
  if (!label.test(name)) {
    return 'A name consists of lowercase letters a-z, digits and hyphens, and neither begins nor ends with a hyphen.';
  }
  if (!/[a-z]/.test(name)) {
    return 'A name needs a letter: digits alone look like a part of an address.';
  }
  if (name.slice(2, 4) === '--') {
    return 'A name cannot have two hyphens as its third and fourth character: they mark encoded names.';
  }
  if (reservedNames.includes(name)) {
    return `The name ${name} is reserved.`;
  }
  return undefined;
}

/**
 * Fully qualified name of a machine.
 *
 * @public
 */
export function fqdnOf(name: string, domain: string): string {
  return `${name}.${domain}`.toLowerCase();
}

/**
 * What a name is unique by: in the whole site the name alone, in its domain the fully qualified
 * name. Case does not matter.
 *
 * @public
 */
export function nameKeyOf(
  scope: Policy['nameScope'],
  machine: { name: string; fqdn: string },
): string {
  return (scope === 'site' ? machine.name : machine.fqdn).toLowerCase();
}
