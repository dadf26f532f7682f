/**
 * Which Terraform and providers a machine's files require, as the file `versions.tf.json`: it is
 * written by JSON alone, so that a version never becomes anything else.
 *
 * @internal
 */
export function versionsText(versions: {
  requiredVersion?: string;
  /** By local name. */
  requiredProviders: Record<string, { source: string; version?: string }>;
}): string {
  const { requiredVersion, requiredProviders } = versions;
  const terraform = {
    required_version: requiredVersion,
    required_providers:
      Object.keys(requiredProviders).length === 0
        ? undefined
        : requiredProviders,
  };
  return `${JSON.stringify({ terraform }, undefined, 2)}\n`;
}
