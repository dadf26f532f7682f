import { constantText } from './constantValue';
import { HclError } from './HclError';
import { parseHcl } from './parseHcl';
import { Attribute, Block } from './syntax';

/**
 * What a dependency lock file (`.terraform.lock.hcl`) says of one provider.
 *
 * @alpha
 */
export interface ProviderLock {
  /** With its registry, e.g. `registry.terraform.io/vmware/vsphere`. */
  address: string;
  /** E.g. `1.26.0`. */
  version: string;
  /** Of its packages, with their schemes, e.g. `h1:…`; none where the file has none. */
  hashes: string[];
  /** Where its block begins, as an index of the text's UTF-16 units. */
  start: number;
}

const VERSION =
  /^(?:0|[1-9]\d*)(?:\.(?:0|[1-9]\d*)){2}(?:-[0-9A-Za-z.-]+)?(?:\+[0-9A-Za-z.-]+)?$/;
const ADDRESS = /^[a-z0-9.-]+(?::\d+)?\/[a-z0-9-]+\/[a-z0-9-]+$/;
const HASH = /^[^:]+:/;

const DEFAULT_REGISTRY = 'registry.terraform.io';

/**
 * A provider's address as a lock file writes it.
 *
 * @param source - as in `required_providers`: the registry may be left out
 * @alpha
 */
export function providerAddress(source: string): string {
  const parts = source.toLowerCase().split('/');
  return [...(parts.length < 3 ? [DEFAULT_REGISTRY] : []), ...parts].join('/');
}

/**
 * Reads a dependency lock file. What Terraform refuses in it is refused, but for the form of the
 * recorded constraints, which decide nothing.
 *
 * @throws HclError
 * @alpha
 */
export function parseDependencyLock(text: string): ProviderLock[] {
  const { attributes, blocks } = parseHcl(text);
  for (const { name, start } of attributes) {
    throw new HclError(`argument "${name}" stands outside of a block`, {
      offset: start,
      remedy: 'remove it: a lock file holds provider blocks only',
    });
  }
  const locks = new Map<string, ProviderLock>();
  // Terraform takes blocks of modules, and makes nothing of them.
  for (const block of blocks.filter(({ type }) => type !== 'module')) {
    const lock = readBlock(block);
    if (locks.has(lock.address)) {
      throw new HclError(`${lock.address} is there twice`, {
        offset: block.start,
        remedy: 'keep one',
      });
    }
    locks.set(lock.address, lock);
  }
  return [...locks.values()];
}

/**
 * Checks that a dependency lock file holds Terraform to one version of a provider, and to packages
 * whose hashes it knows.
 *
 * @param provider - any version when it names none
 * @throws HclError
 * @alpha
 */
export function checkDependencyLock(
  text: string,
  provider: { source: string; version?: string },
): void {
  const address = providerAddress(provider.source);
  const lock = parseDependencyLock(text).find(
    candidate => candidate.address === address,
  );
  const remedy = `make it with terraform providers lock where required_providers has ${
    provider.version ?? 'the provider'
  }`;
  if (!lock) {
    throw new HclError(`the lock file does not name ${address}`, {
      offset: 0,
      remedy,
    });
  }
  if (provider.version !== undefined && lock.version !== provider.version) {
    throw new HclError(
      `the lock file has version ${lock.version} of ${address}, and the pinned one is ${provider.version}`,
      { offset: lock.start, remedy },
    );
  }
  if (lock.hashes.length === 0) {
    throw new HclError(
      `the lock file has no hashes of ${address}, so any program with that version would pass`,
      { offset: lock.start, remedy },
    );
  }
}

function readBlock({ type, labels, body, start }: Block): ProviderLock {
  if (type !== 'provider' || labels.length !== 1) {
    throw new HclError(`block "${type}" is not one of a lock file`, {
      offset: start,
      remedy: 'write provider "registry/namespace/name" { … }',
    });
  }
  const [{ text: address, start: labelStart }] = labels;
  if (!ADDRESS.test(address)) {
    throw new HclError(`"${address}" is not a whole provider address`, {
      offset: labelStart,
      remedy: `write it as ${DEFAULT_REGISTRY}/namespace/name, in small letters`,
    });
  }
  for (const block of body.blocks) {
    throw new HclError(`block "${block.type}" is not one of a provider's`, {
      offset: block.start,
      remedy: 'remove it',
    });
  }
  let version: string | undefined;
  let hashes: string[] = [];
  for (const attribute of body.attributes) {
    switch (attribute.name) {
      case 'version':
        version = textOf(attribute, VERSION, 'write it as 1.2.3');
        break;
      case 'constraints':
        textOf(attribute, /^/, 'write a version constraint');
        break;
      case 'hashes':
        hashes = hashesOf(attribute);
        break;
      default:
        throw new HclError(`argument "${attribute.name}" is not known here`, {
          offset: attribute.start,
          remedy: 'write version, constraints or hashes',
        });
    }
  }
  if (version === undefined) {
    throw new HclError(`${address} has no version`, {
      offset: start,
      remedy: 'write version = "…"',
    });
  }
  return { address, version, hashes, start };
}

function textOf(attribute: Attribute, form: RegExp, remedy: string): string {
  const text = constantText(attribute.value);
  if (text === undefined || !form.test(text)) {
    throw new HclError(`${attribute.name} is not right`, {
      offset: attribute.start,
      remedy,
    });
  }
  return text;
}

function hashesOf({ value, start }: Attribute): string[] {
  const items = value.kind === 'tuple' ? value.items : [];
  const hashes = items.map(item => constantText(item) ?? '');
  if (hashes.length === 0 || !hashes.every(hash => HASH.test(hash))) {
    throw new HclError('hashes is not a list of hashes', {
      offset: start,
      remedy: 'write ["h1:…"], or leave it out',
    });
  }
  return hashes;
}
