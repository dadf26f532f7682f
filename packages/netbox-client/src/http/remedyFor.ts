/** What to do about the commonest reasons why there is no answer, by the error's code. */
const remedies: Record<string, string> = {
  ENOTFOUND: 'Check the host name in netbox.url.',
  EAI_AGAIN: 'Check the host name in netbox.url and the DNS servers.',
  ECONNREFUSED: 'Check the port in netbox.url, and whether NetBox runs.',
  UND_ERR_CONNECT_TIMEOUT:
    'Check netbox.url and the firewall between Backstage and NetBox.',
  UND_ERR_HEADERS_TIMEOUT: 'Check NetBox’s load, or raise netbox.timeout.',
  UND_ERR_BODY_TIMEOUT: 'Check NetBox’s load, or raise netbox.timeout.',
  CERT_HAS_EXPIRED: 'Renew NetBox’s certificate.',
  ERR_TLS_CERT_ALTNAME_INVALID:
    'Use the host name in netbox.url that the certificate is made out for.',
  DEPTH_ZERO_SELF_SIGNED_CERT:
    'Give the certificate as netbox.tls.ca if it is the right one.',
  SELF_SIGNED_CERT_IN_CHAIN: 'Give the certificate authority as netbox.tls.ca.',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    'Give the certificate authority as netbox.tls.ca.',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE:
    'Give the certificate authority as netbox.tls.ca.',
};

function codeOf(error: unknown): string | undefined {
  const { code, cause } = error as { code?: unknown; cause?: unknown };
  if (typeof code === 'string') {
    return code;
  }
  return cause ? codeOf(cause) : undefined;
}

/**
 * What to do about a call that got no answer, where that is known.
 *
 * @internal
 */
export function remedyFor(error: unknown): string | undefined {
  const code = codeOf(error);
  return code && remedies[code];
}
