import { paint } from './ansi';

const WIDTH = 76;

function wrap(text: string): string[] {
  return text.split('\n').flatMap(paragraph => {
    const lines: string[] = [];
    let line = '';
    for (const word of paragraph.split(' ')) {
      if (line && line.length + 1 + word.length > WIDTH) {
        lines.push(line);
        line = word;
      } else {
        line = line ? `${line} ${word}` : word;
      }
    }
    return [...lines, line];
  });
}

/**
 * What is wrong, in the parts that Terraform prints.
 *
 * @internal
 */
export interface Diagnostic {
  summary: string;
  detail?: string;
  /** E.g. `on vm.auto.tfvars.json line 1:` or `with module.vm.…,`. */
  context?: string[];
}

/**
 * A diagnostic as the box that Terraform prints, line by line.
 *
 * @internal
 */
export function errorBox(diagnostic: Diagnostic): string[] {
  const bar = paint('red', '│');
  const lines = [
    `${paint('red', 'Error: ')}${paint('bold', diagnostic.summary)}`,
    '',
    ...(diagnostic.context ?? []).map(line => `  ${line}`),
    ...(diagnostic.detail && diagnostic.context?.length ? [''] : []),
    ...(diagnostic.detail ? wrap(diagnostic.detail) : []),
  ];
  return [
    paint('red', '╷'),
    ...lines.map(line => `${bar} ${line}`),
    paint('red', '╵'),
  ];
}

/**
 * Terraform stopped with diagnostics; they are printed, not answered.
 *
 * @internal
 */
export class TerraformError extends Error {
  readonly diagnostics: Diagnostic[];

  constructor(diagnostics: Diagnostic[]) {
    super(diagnostics.map(({ summary }) => summary).join('; '));
    this.name = 'TerraformError';
    this.diagnostics = diagnostics;
  }
}
