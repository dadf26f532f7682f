/**
 * A certificate authority and the certificate that it gave to the lab's servers, PEM. The
 * authority's own key is not kept: it signs once.
 *
 * @public
 */
export interface Certificates {
  ca: string;
  certificate: string;
  key: string;
  /** When the server's certificate ends, ISO 8601. */
  notAfter: string;
}
