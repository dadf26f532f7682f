import { Html, html } from '../../pages/html';

/** @internal */
export interface FileDiff {
  path: string;
  lines: string[];
}

/**
 * Splits the output of `git diff` by file.
 *
 * @internal
 */
export function splitDiff(diff: string): FileDiff[] {
  return diff
    .split(/^(?=diff --git )/m)
    .filter(Boolean)
    .map(part => {
      const [first, ...lines] = part.replace(/\n$/, '').split('\n');
      return {
        path: first.replace(/^diff --git a\/.* b\//, ''),
        lines: lines.filter(line => !/^(index|---|\+\+\+) /.test(line)),
      };
    });
}

function lineClass(line: string): string {
  if (line.startsWith('+')) {
    return 'added';
  }
  if (line.startsWith('-')) {
    return 'removed';
  }
  return line.startsWith('@@') ? 'hunk' : 'same';
}

/** The changes of files, one below the other. @internal */
export function diffView(diff: string): Html {
  const files = splitDiff(diff);
  return html`${files.length === 0
    ? html`<p class="quiet">No file is changed.</p>`
    : undefined}
  ${files.map(
    file => html`<section>
      <h3><code>${file.path}</code></h3>
      <pre class="diff" tabindex="0" aria-label="Changes of ${file.path}">
${file.lines.map(
          line => html`<span class="${lineClass(line)}">${line}</span>`,
        )}</pre
      >
    </section>`,
  )}`;
}
