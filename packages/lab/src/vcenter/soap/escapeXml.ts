const special = /[&<>"\r]/;
const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\r': '&#xd;',
};

/** Text made safe for an element or a double-quoted attribute. */
export function escapeXml(text: string): string {
  return special.test(text)
    ? text.replace(/[&<>"\r]/g, character => entities[character])
    : text;
}
