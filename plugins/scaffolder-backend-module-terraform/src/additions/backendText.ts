import { hclLiteral } from '@backlot/hcl';
import { JsonObject, JsonValue } from '@backstage/types';
import { fillDirectory } from '../structure/stateKey';

/**
 * A file that says where the machine's state is kept.
 *
 * @internal
 */
export function backendText(
  backend: { type: string; config: JsonObject },
  directory: string,
): string {
  const entries = Object.entries(backend.config);
  const width = Math.max(0, ...entries.map(([name]) => name.length));
  const lines = entries.map(
    ([name, value]) =>
      `    ${name.padEnd(width)} = ${hclLiteral(
        filled(value ?? null, directory),
      )}\n`,
  );
  return `terraform {\n  backend ${hclLiteral(backend.type)} {\n${lines.join(
    '',
  )}  }\n}\n`;
}

function filled(value: JsonValue, directory: string): JsonValue {
  return typeof value === 'string' ? fillDirectory(value, directory) : value;
}
