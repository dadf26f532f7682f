import {
  ConflictError,
  InputError,
  NotAllowedError,
  NotFoundError,
  ServiceUnavailableError,
} from '@backstage/errors';
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

function remedyOf(status: number, words: string): string {
  if (
    /credentials were not provided|invalid v[12] token|token expired|authorization header/i.test(
      words,
    )
  ) {
    return 'Check netbox.token: it is missing, wrong, expired or revoked.';
  }
  if (status === 401 || status === 403) {
    return 'Give the token’s user the permission in NetBox, and let the token write.';
  }
  if (status >= 300 && status < 400) {
    return 'Give the URL that it redirects to as netbox.url.';
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
  const message = [
    `NetBox refused "${answer.call.asked}" with ${answer.status}: ${words}`,
    remedy ?? remedyOf(answer.status, words),
  ]
    .filter(Boolean)
    .join('. ');
  switch (answer.status) {
    case 400:
    case 415:
      return new InputError(message);
    case 401:
    case 403:
      return new NotAllowedError(message);
    case 404:
      return new NotFoundError(message);
    case 409:
    case 412:
      return new ConflictError(message);
    default:
      return new ServiceUnavailableError(message);
  }
}
