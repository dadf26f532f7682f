const slow = 'Check the load of the forge, or raise gitForge.timeout.';
const authority = 'Set gitForge.tls.ca to the certificate authority.';

/** What to do about the commonest reasons why there is no answer, by the error's code. */
const remedies: Record<string, string> = {
  ENOTFOUND: 'Check the host name in gitForge.url.',
  EAI_AGAIN: 'Check the host name in gitForge.url and the DNS servers.',
  ECONNREFUSED: 'Check the port in gitForge.url, and whether the forge runs.',
  UND_ERR_CONNECT_TIMEOUT:
    'Check gitForge.url and the firewall between Backstage and the forge.',
  UND_ERR_HEADERS_TIMEOUT: slow,
  UND_ERR_BODY_TIMEOUT: slow,
  CERT_HAS_EXPIRED: 'Renew the certificate of the forge.',
  ERR_TLS_CERT_ALTNAME_INVALID:
    'Use the host name in gitForge.url that the certificate is issued for.',
  DEPTH_ZERO_SELF_SIGNED_CERT:
    'Set gitForge.tls.ca to the certificate if you trust it.',
  SELF_SIGNED_CERT_IN_CHAIN: authority,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: authority,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: authority,
};

function codeOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null) {
    return undefined;
  }
  const { code, cause } = error as { code?: unknown; cause?: unknown };
  return typeof code === 'string' ? code : codeOf(cause);
}

/**
 * What to do about a call that got no answer, where that is known.
 *
 * @internal
 */
export function remedyFor(error: unknown): string | undefined {
  const code = codeOf(error);
  return code === undefined ? undefined : remedies[code];
}
