/**
 * Text that is HTML already.
 *
 * @internal
 */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** What can be put into {@link html}. @internal */
export type HtmlPart = Html | string | number | null | undefined | HtmlPart[];

function render(part: HtmlPart): string {
  if (part instanceof Html) {
    return part.text;
  }
  if (Array.isArray(part)) {
    return part.map(render).join('');
  }
  return String(part ?? '').replace(/[&<>"']/g, char => entities[char]);
}

/** HTML in which everything put in is text, unless it is HTML itself. @internal */
export function html(
  strings: TemplateStringsArray,
  ...parts: HtmlPart[]
): Html {
  return new Html(
    strings.reduce(
      (text, string, index) =>
        text + (index > 0 ? render(parts[index - 1]) : '') + string,
      '',
    ),
  );
}
