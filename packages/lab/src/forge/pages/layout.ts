import { ForgeRepository } from '../repositories/ForgeRepository';
import { Html, html } from '../../pages/html';

/** A whole page. @internal */
export function layout(options: {
  title: string;
  repository?: ForgeRepository;
  content: Html;
}): string {
  const { title, repository, content } = options;
  const at = repository && `/${repository.fullName}`;
  const links = repository
    ? html`<a href="${at}">Code</a> <a href="${at}/pulls">Pull requests</a>`
    : undefined;
  return html`<!DOCTYPE html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title} · Lab forge</title>
        <link rel="stylesheet" href="/-/style.css" />
      </head>
      <body>
        <header>
          <strong><a href="/">Lab forge</a></strong>
          <nav aria-label="Repository">${links}</nav>
        </header>
        <main>${content}</main>
      </body>
    </html> `.text;
}
