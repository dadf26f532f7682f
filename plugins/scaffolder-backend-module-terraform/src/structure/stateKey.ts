import { createHash } from 'node:crypto';

/** The arguments of a backend that tell one state from another, by the backend's type. */
const KEY_ARGUMENTS: Record<string, { name: string; value: string }[]> = {
  azurerm: [{ name: 'key', value: '{directory}/terraform.tfstate' }],
  consul: [{ name: 'path', value: '{directory}' }],
  cos: [{ name: 'prefix', value: '{directory}' }],
  gcs: [{ name: 'prefix', value: '{directory}' }],
  kubernetes: [{ name: 'secret_suffix', value: '{slug}' }],
  oss: [{ name: 'prefix', value: '{directory}' }],
  pg: [{ name: 'schema_name', value: '{slug}' }],
  s3: [{ name: 'key', value: '{directory}/terraform.tfstate' }],
};

/** Named by the administrator, for there is no default that is right. */
const NAMED_ARGUMENTS: Record<string, string[]> = {
  http: ['address', 'lock_address', 'unlock_address'],
  local: ['path'],
};

/**
 * The names of the arguments that must differ from machine to machine.
 *
 * @internal
 */
export function stateKeyArguments(type: string): string[] {
  if (Object.hasOwn(NAMED_ARGUMENTS, type)) {
    return NAMED_ARGUMENTS[type];
  }
  return Object.hasOwn(KEY_ARGUMENTS, type)
    ? KEY_ARGUMENTS[type].map(({ name }) => name)
    : [];
}

/**
 * What the key's arguments are where configuration names none.
 *
 * @internal
 */
export function defaultKeyArguments(type: string): Record<string, string> {
  return Object.fromEntries(
    (Object.hasOwn(KEY_ARGUMENTS, type) ? KEY_ARGUMENTS[type] : []).map(
      ({ name, value }) => [name, value],
    ),
  );
}

/**
 * Whether a text is for one machine alone once it is filled in.
 *
 * @internal
 */
export function namesDirectory(text: string): boolean {
  return /\{(?:directory|slug)\}/.test(text);
}

/**
 * Fills in `{directory}` and `{slug}`.
 *
 * @internal
 */
export function fillDirectory(text: string, directory: string): string {
  return text
    .replaceAll('{directory}', directory)
    .replaceAll('{slug}', slugOf(directory));
}

/**
 * Whether a text that is filled in is for this machine alone.
 *
 * @internal
 */
export function holdsDirectory(text: string, directory: string): boolean {
  return text.includes(directory) || text.includes(slugOf(directory));
}

/**
 * A directory as one word of at most 63 lower-case letters, digits and dashes. Two directories never
 * have the same: `a/b-c` and `a-b/c` would otherwise.
 */
function slugOf(directory: string): string {
  const digest = createHash('sha256').update(directory).digest('hex');
  const words = directory
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
  return `${words.slice(-50)}-${digest.slice(0, 10)}`.replace(/^-/, '');
}
