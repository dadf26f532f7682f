import * as x509 from '@peculiar/x509';
import { Certificates } from './Certificates';

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const dayMs = 24 * 60 * 60 * 1000;
const authorityDays = 3650;
/** The longest that clients of today accept. */
const serverDays = 397;

async function keyPem(key: CryptoKey): Promise<string> {
  const pkcs8 = await crypto.subtle.exportKey('pkcs8', key);
  return x509.PemConverter.encode(pkcs8, 'PRIVATE KEY');
}

/**
 * Makes a certificate authority of the lab's own and a certificate of it for the loopback
 * interface, so that clients verify the lab as they would a real server.
 *
 * @internal
 */
export async function makeCertificates(): Promise<Certificates> {
  const now = Date.now();
  const authorityKeys = await crypto.subtle.generateKey(algorithm, true, [
    'sign',
    'verify',
  ]);
  const authority = await x509.X509CertificateGenerator.createSelfSigned({
    name: 'CN=Backlot lab certificate authority',
    notBefore: new Date(now - dayMs),
    notAfter: new Date(now + authorityDays * dayMs),
    signingAlgorithm: algorithm,
    keys: authorityKeys,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(
        x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign,
        true,
      ),
      await x509.SubjectKeyIdentifierExtension.create(authorityKeys.publicKey),
    ],
  });
  const serverKeys = await crypto.subtle.generateKey(algorithm, true, [
    'sign',
    'verify',
  ]);
  const notAfter = new Date(now + serverDays * dayMs);
  const server = await x509.X509CertificateGenerator.create({
    subject: 'CN=localhost',
    issuer: authority.subject,
    notBefore: new Date(now - dayMs),
    notAfter,
    signingAlgorithm: algorithm,
    publicKey: serverKeys.publicKey,
    signingKey: authorityKeys.privateKey,
    extensions: [
      new x509.BasicConstraintsExtension(false),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
      new x509.SubjectAlternativeNameExtension([
        { type: 'dns', value: 'localhost' },
        { type: 'ip', value: '127.0.0.1' },
        { type: 'ip', value: '::1' },
      ]),
      await x509.AuthorityKeyIdentifierExtension.create(authority, false),
      await x509.SubjectKeyIdentifierExtension.create(serverKeys.publicKey),
    ],
  });
  return {
    ca: authority.toString('pem'),
    certificate: server.toString('pem'),
    key: await keyPem(serverKeys.privateKey),
    notAfter: notAfter.toISOString(),
  };
}
