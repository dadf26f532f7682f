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

type Part = Html | string | number | undefined | Part[];

function render(part: Part): string {
  if (part instanceof Html) {
    return part.text;
  }
  if (Array.isArray(part)) {
    return part.map(render).join('');
  }
  return String(part ?? '').replace(/[&<>"']/g, char => entities[char]);
}

/** HTML in which everything put in is text, unless it is HTML itself. @internal */
export function html(strings: TemplateStringsArray, ...parts: Part[]): Html {
  return new Html(
    strings.reduce(
      (text, string, index) =>
        text + (index > 0 ? render(parts[index - 1]) : '') + string,
      '',
    ),
  );
}
