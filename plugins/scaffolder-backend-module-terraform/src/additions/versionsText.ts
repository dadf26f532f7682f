import { hclLiteral } from '@backlot/hcl';

/**
 * A file that says which Terraform and providers are required, and configures the providers with
 * nothing: their credentials are in Atlantis' environment.
 *
 * @internal
 */
export function versionsText(options: {
  requiredVersion?: string;
  requiredProviders: Record<string, { source: string; version?: string }>;
  /** Local names. */
  providerBlocks: string[];
}): string {
  const { requiredVersion, requiredProviders, providerBlocks } = options;
  const settings = [
    ...(requiredVersion === undefined
      ? []
      : [`  required_version = ${hclLiteral(requiredVersion)}\n`]),
    ...(Object.keys(requiredProviders).length === 0
      ? []
      : [requiredProvidersText(requiredProviders)]),
  ];
  return [
    ...(settings.length === 0
      ? []
      : [`terraform {\n${settings.join('\n')}}\n`]),
    ...providerBlocks.map(name => `provider ${hclLiteral(name)} {}\n`),
  ].join('\n');
}

function requiredProvidersText(
  providers: Record<string, { source: string; version?: string }>,
): string {
  const items = Object.entries(providers).map(([name, { source, version }]) =>
    version === undefined
      ? `    ${name} = {\n      source = ${hclLiteral(source)}\n    }\n`
      : `    ${name} = {\n      source  = ${hclLiteral(
          source,
        )}\n      version = ${hclLiteral(version)}\n    }\n`,
  );
  return `  required_providers {\n${items.join('')}  }\n`;
}
