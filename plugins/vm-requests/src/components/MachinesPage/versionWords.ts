/** What Terraform manages a machine with: the tag of its module, or its whole source, and its provider. */
export function versionWords(versions: {
  module: string;
  provider: string;
}): string {
  const { module, provider } = versions;
  const tag = /[?&]ref=([^&]*)/.exec(module)?.[1] ?? module;
  return `module ${tag}, provider ${provider}`;
}
