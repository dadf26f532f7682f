const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};

/** @internal */
export function escapeXml(text: string): string {
  return text.replace(/[&<>"]/g, character => entities[character]);
}
