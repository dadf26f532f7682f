/** A fenced block of code in Markdown. */
export interface CodeBlock {
  language: string;
  /** The file that its first line, a comment, says it belongs into. */
  file?: string;
  text: string;
}

const FENCE = /^( *)```(\w+)[^\n]*\n([\s\S]*?)^\1```$/gm;
const FILE_COMMENT = /^(?:\/\/|#) (\S+\.(?:tsx?|ya?ml))\n/;

/** The fenced blocks of a Markdown text, in their order. */
export function codeBlocks(markdown: string): CodeBlock[] {
  return [...markdown.matchAll(FENCE)].map(([, , language, text]) => {
    const [comment = '', file] = FILE_COMMENT.exec(text) ?? [];
    return { language, file, text: text.slice(comment.length) };
  });
}
