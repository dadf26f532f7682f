import { Html, html } from '../../pages/html';

/** A time for people, with the exact one for machines. @internal */
export function time(iso: string): Html {
  return html`<time datetime="${iso}"
    >${iso.slice(0, 16).replace('T', ' ')} UTC</time
  >`;
}
