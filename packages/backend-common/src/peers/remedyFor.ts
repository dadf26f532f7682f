/** How a peer is called, and where it is in the configuration. */
interface NamedPeer {
  name: string;
  configKey: string;
}

const slow = ({ name, configKey }: NamedPeer) =>
  `Check the load of ${name}, or raise ${configKey}.timeout.`;

const authority = ({ configKey }: NamedPeer) =>
  `Set ${configKey}.tls.ca to the certificate authority.`;

/** What to do about the commonest reasons why there is no answer, by the error's code. */
const remedies = new Map<string, (peer: NamedPeer) => string>([
  ['ENOTFOUND', ({ configKey }) => `Check the host name in ${configKey}.url.`],
  [
    'EAI_AGAIN',
    ({ configKey }) =>
      `Check the host name in ${configKey}.url and the DNS servers.`,
  ],
  [
    'ECONNREFUSED',
    ({ name, configKey }) =>
      `Check the port in ${configKey}.url, and whether ${name} runs.`,
  ],
  [
    'UND_ERR_CONNECT_TIMEOUT',
    ({ name, configKey }) =>
      `Check ${configKey}.url and the firewall between Backstage and ${name}.`,
  ],
  ['UND_ERR_HEADERS_TIMEOUT', slow],
  ['UND_ERR_BODY_TIMEOUT', slow],
  ['CERT_HAS_EXPIRED', ({ name }) => `Renew the certificate of ${name}.`],
  [
    'ERR_TLS_CERT_ALTNAME_INVALID',
    ({ configKey }) =>
      `Use the host name in ${configKey}.url that the certificate is issued for.`,
  ],
  [
    'DEPTH_ZERO_SELF_SIGNED_CERT',
    ({ configKey }) =>
      `Set ${configKey}.tls.ca to the certificate if you trust it.`,
  ],
  ['SELF_SIGNED_CERT_IN_CHAIN', authority],
  ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', authority],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', authority],
]);

function codeOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null) {
    return undefined;
  }
  const { code, cause } = error as { code?: unknown; cause?: unknown };
  return typeof code === 'string' ? code : codeOf(cause);
}

/** What to do about a call that got no answer, where that is known. */
export function remedyFor(error: unknown, peer: NamedPeer): string | undefined {
  return remedies.get(codeOf(error) ?? '')?.(peer);
}
