/** How a column's cells stand. */
export type Alignment = 'left' | 'right';

/** A table in Markdown, with its columns as wide as their widest cell, as prettier writes it. */
export function markdownTable(
  header: string[],
  alignments: Alignment[],
  rows: string[][],
): string[] {
  const widths = header.map((_title, column) =>
    Math.max(3, ...[header, ...rows].map(row => row[column].length)),
  );
  const line = (cells: string[]) =>
    `| ${cells
      .map((cell, column) =>
        alignments[column] === 'right'
          ? cell.padStart(widths[column])
          : cell.padEnd(widths[column]),
      )
      .join(' | ')} |`;
  return [
    line(header),
    line(
      widths.map((width, column) =>
        alignments[column] === 'right'
          ? `${'-'.repeat(width - 1)}:`
          : '-'.repeat(width),
      ),
    ),
    ...rows.map(line),
  ];
}
