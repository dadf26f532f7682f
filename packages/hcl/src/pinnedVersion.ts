const ONE_VERSION = /^\s*=?\s*(\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?)\s*$/;

/**
 * The one version that a version constraint allows, e.g. `1.26.0` of `= 1.26.0`; undefined when it may allow
 * several.
 *
 * @alpha
 */
export function pinnedVersion(constraint?: string): string | undefined {
  return ONE_VERSION.exec(constraint ?? '')?.[1];
}
