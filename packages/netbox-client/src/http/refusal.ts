import { errorOfStatus, sentences } from '@backlot/backend-common';
import { NetBoxAnswer } from './NetBoxHttp';

/** Words out of NetBox's nested answers: lists, or objects by field. */
function wordsIn(body: unknown, field?: string): string[] {
  if (Array.isArray(body)) {
    return body.flatMap(item => wordsIn(item, field));
  }
  if (typeof body === 'object' && body !== null) {
    return Object.entries(body).flatMap(([name, value]) =>
      wordsIn(
        value,
        ['detail', '__all__', 'non_field_errors', 'error'].includes(name)
          ? field
          : name,
      ),
    );
  }
  return [field ? `${field}: ${String(body)}` : String(body)];
}

/**
 * NetBox's own words in an answer; of an HTML page no more than that it is one.
 *
 * @internal
 */
export function netBoxWords(body: unknown): string {
  if (typeof body === 'string') {
    return body.trimStart().startsWith('<')
      ? 'an HTML page'
      : body.slice(0, 300);
  }
  return wordsIn(body).join('; ');
}

/** What to do about a token that NetBox refuses, by its words, which it does not translate. */
const tokenRemedies: [RegExp, string][] = [
  [/token disabled/i, 'Enable the token in NetBox.'],
  [
    /token expired/i,
    'Give the token a later end in NetBox, or a new one as netbox.token.',
  ],
  [
    /source ip .* is not permitted/i,
    'Add that address to those that the token allows in NetBox. It is that of Backstage, or of a proxy before NetBox.',
  ],
  [
    /client ip address could not be determined/i,
    'Have the proxy before NetBox pass on the address of its client, or take the allowed addresses off the token.',
  ],
  [/user inactive/i, 'Activate the user of the token in NetBox.'],
  [
    /credentials were not provided/i,
    'Check netbox.token; a proxy before NetBox may have dropped it.',
  ],
  [
    /invalid (v\d )?token/i,
    'Check netbox.token: it is wrong, or was deleted in NetBox.',
  ],
  [
    /authorization header/i,
    'Check netbox.token: it does not look like a token of NetBox.',
  ],
];

/**
 * What to do about an answer that says that the caller may not.
 *
 * @internal
 */
export function permissionRemedy(words: string): string {
  const found = tokenRemedies.find(([cause]) => cause.test(words));
  return (
    found?.[1] ??
    'Give the token’s user the permission in NetBox, and let the token write.'
  );
}

function remedyOf(status: number, words: string): string {
  if (status === 401 || status === 403) {
    return permissionRemedy(words);
  }
  if (status >= 300 && status < 400) {
    return 'Set netbox.url to the URL that it redirects to.';
  }
  return '';
}

/**
 * The error for an answer that is a refusal: what was asked, NetBox's own words, and what to do.
 *
 * @internal
 */
export function refusal(answer: NetBoxAnswer, remedy?: string): Error {
  const words = netBoxWords(answer.body);
  const message = sentences(
    `NetBox refused "${answer.call.asked}" with ${answer.status}: ${words}`,
    remedy ?? remedyOf(answer.status, words),
  );
  return errorOfStatus(answer.status, message);
}
