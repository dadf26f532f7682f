import { Html, html } from '../../pages/html';

const style = new Html(`<style>
body { font: 15px/1.5 system-ui, sans-serif; margin: 0; color: #1f2933; background: #f5f7f8; }
header { background: #00393f; color: #fff; padding: 12px 24px; }
header a { color: #fff; text-decoration: none; font-weight: 600; }
main { max-width: 60rem; margin: 24px auto; padding: 0 24px; }
h1 { font-size: 1.5rem; margin: 0 0 16px; }
table { border-collapse: collapse; background: #fff; width: 100%; margin-bottom: 24px; }
th, td { text-align: left; padding: 8px 12px; border-bottom: 1px solid #e4e7eb; }
th { font-weight: 600; white-space: nowrap; }
a { color: #00767d; }
</style>`);

/** A page of NetBox. @internal */
export function document(title: string, content: Html): string {
  return html`<!DOCTYPE html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title} | NetBox</title>
        ${style}
      </head>
      <body>
        <header><a href="/">NetBox</a> (lab)</header>
        <main>
          <h1>${title}</h1>
          ${content}
        </main>
      </body>
    </html>`.text;
}
