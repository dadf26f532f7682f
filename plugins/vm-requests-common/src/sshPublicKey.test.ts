import { generateKeyPairSync, KeyObject } from 'node:crypto';
import fc from 'fast-check';
import { checkSshPublicKey, holdsPrivateKey } from './sshPublicKey';

function wire(...parts: (string | Buffer)[]): string {
  return Buffer.concat(
    parts.flatMap(part => {
      const bytes = Buffer.from(part as string);
      const length = Buffer.alloc(4);
      length.writeUInt32BE(bytes.length);
      return [length, bytes];
    }),
  ).toString('base64');
}

function jwk(key: KeyObject): Record<string, Buffer> {
  return Object.fromEntries(
    Object.entries(key.export({ format: 'jwk' })).map(([name, value]) => [
      name,
      Buffer.from(String(value), 'base64url'),
    ]),
  );
}

const positive = (bytes: Buffer) =>
  bytes[0] >= 0x80 ? Buffer.concat([Buffer.from([0]), bytes]) : bytes;

function rsa(bits: number): string {
  const { n, e } = jwk(
    generateKeyPairSync('rsa', { modulusLength: bits }).publicKey,
  );
  return `ssh-rsa ${wire('ssh-rsa', positive(e), positive(n))}`;
}

function point(curve: 'P-256' | 'P-384' | 'P-521'): Buffer {
  const { x, y } = jwk(
    generateKeyPairSync('ec', { namedCurve: curve }).publicKey,
  );
  return Buffer.concat([Buffer.from([4]), x, y]);
}

const ed25519 = jwk(generateKeyPairSync('ed25519').publicKey).x;
const good = `ssh-ed25519 ${wire('ssh-ed25519', ed25519)}`;

describe('checkSshPublicKey', () => {
  it('understands ed25519 and keeps the comment', () => {
    expect(checkSshPublicKey(`  ${good}   anna@laptop  mine \n`)).toEqual({
      ok: true,
      type: 'ssh-ed25519',
      bits: 256,
      comment: 'anna@laptop mine',
      key: `${good} anna@laptop mine`,
    });
  });

  it.each([
    ['nistp256', 'P-256', 256],
    ['nistp384', 'P-384', 384],
    ['nistp521', 'P-521', 521],
  ] as const)('understands ecdsa on %s', (name, curve, bits) => {
    const type = `ecdsa-sha2-${name}`;
    expect(
      checkSshPublicKey(`${type} ${wire(type, name, point(curve))}`),
    ).toMatchObject({ ok: true, type, bits });
  });

  it('understands keys that live in a token', () => {
    const ed = 'sk-ssh-ed25519@openssh.com';
    const ec = 'sk-ecdsa-sha2-nistp256@openssh.com';
    expect(
      checkSshPublicKey(`${ed} ${wire(ed, ed25519, 'ssh:')}`),
    ).toMatchObject({ ok: true, type: ed });
    expect(
      checkSshPublicKey(
        `${ec} ${wire(ec, 'nistp256', point('P-256'), 'ssh:')}`,
      ),
    ).toMatchObject({ ok: true, type: ec });
  });

  it('wants 2048 bits of an RSA key', () => {
    expect(checkSshPublicKey(rsa(2048))).toMatchObject({
      ok: true,
      bits: 2048,
    });
    expect(checkSshPublicKey(rsa(1024))).toMatchObject({
      ok: false,
      problem: expect.stringContaining('1024 bits'),
    });
  });

  const pem = (
    type: 'pkcs1' | 'pkcs8' | 'sec1',
    { privateKey }: { privateKey: KeyObject },
    cipher?: { cipher: string; passphrase: string },
  ) => privateKey.export({ type, format: 'pem', ...cipher }).toString();
  const rsaPair = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const ecPair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const edPair = generateKeyPairSync('ed25519');
  const openSsh = `-----BEGIN OPENSSH PRIVATE KEY-----\n${Buffer.from(
    'openssh-key-v1\0and what follows, in as many lines as it takes',
  ).toString('base64')}\n-----END OPENSSH PRIVATE KEY-----\n`;
  const privateKeys: Record<string, string> = {
    'PKCS #1': pem('pkcs1', rsaPair),
    'PKCS #1, encrypted': pem('pkcs1', rsaPair, {
      cipher: 'aes-256-cbc',
      passphrase: 'x',
    }),
    'PKCS #8 with RSA': pem('pkcs8', rsaPair),
    'PKCS #8 with ed25519': pem('pkcs8', edPair),
    'PKCS #8, encrypted': pem('pkcs8', edPair, {
      cipher: 'aes-256-cbc',
      passphrase: 'x',
    }),
    'SEC 1': pem('sec1', ecPair),
    OpenSSH: openSsh,
    DSA: '-----BEGIN DSA PRIVATE KEY-----\nMIIBuwIBAAKBgQ==\n',
    SSH2: '---- BEGIN SSH2 ENCRYPTED PRIVATE KEY ----\nP2/56wAAA\n',
    SSH1: 'SSH PRIVATE KEY FILE FORMAT 1.1\n\u0000',
    'PuTTY 2':
      'PuTTY-User-Key-File-2: ssh-rsa\nEncryption: none\nPrivate-Lines: 14\n',
    'PuTTY 3': 'PuTTY-User-Key-File-3: ssh-ed25519\nEncryption: none\n',
    'the end of PuTTY’s': 'Private-Lines: 1\nAAAAIA==\nPrivate-MAC: 00\n',
    JWK: JSON.stringify(edPair.privateKey.export({ format: 'jwk' })),
  };
  const spellings: Record<string, (key: string) => string> = {
    'as it is': key => key,
    'with blanks before it': key => ` \t\n\u00a0${key}`,
    'with CRLF': key => key.replaceAll('\n', '\r\n'),
    'as one line': key => key.replaceAll('\n', ' '),
    'with its line ends written out': key => key.replaceAll('\n', '\\n'),
    'with dashes that an editor mended': key => key.replaceAll('--', '—'),
    'behind the type of a public key': key => `ssh-ed25519 ${key}`,
  };

  describe.each(Object.keys(privateKeys))('a private key of %s', name => {
    it.each(Object.keys(spellings))('is recognised %s', spelling => {
      const text = spellings[spelling](privateKeys[name]);
      const check = checkSshPublicKey(text);
      expect(check).toMatchObject({
        ok: false,
        problem: expect.stringMatching(/^This is a private key\./),
      });
      const [secret] = text.match(/[A-Za-z0-9+/]{20,}/) ?? ['Private-MAC'];
      expect(JSON.stringify(check)).not.toContain(secret);
    });
  });

  it.each([
    'PKCS #1',
    'PKCS #8 with RSA',
    'PKCS #8 with ed25519',
    'SEC 1',
    'OpenSSH',
  ])('recognises a private key of %s without its first and last line', name => {
    const body = privateKeys[name].split('\n').slice(1, -2).join('\n');
    expect(body).not.toContain('PRIVATE');
    expect(holdsPrivateKey(body)).toBe(true);
  });

  it('takes no public key and no certificate for a private one', () => {
    const spki = (key: KeyObject) =>
      key.export({ type: 'spki', format: 'pem' }).toString();
    for (const text of [
      good,
      rsa(4096),
      spki(rsaPair.publicKey),
      spki(edPair.publicKey),
      spki(ecPair.publicKey),
      JSON.stringify(edPair.publicKey.export({ format: 'jwk' })),
      'Payment API; ask Anna for the private key of the jump host',
      'Backend for private key rotation',
      'Vendor portal -- no end of private keys here',
    ]) {
      expect([text, holdsPrivateKey(text)]).toEqual([text, false]);
    }
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 32, maxLength: 32 }),
        fc.stringMatching(/^[a-z@.0-9-]{0,60}$/),
        (bytes, comment) =>
          !holdsPrivateKey(
            `ssh-ed25519 ${wire('ssh-ed25519', Buffer.from(bytes))} ${comment}`,
          ),
      ),
    );
  });

  it.each([
    ['', /needed/],
    ['hello', /begins with its type/],
    ['constructor AAAA', /begins with its type/],
    [`command="id" ${good}`, /begins with its type/],
    ['ssh-ed25519', /missing/],
    ['ssh-ed25519 not-base64!', /base64/],
    ['ssh-ed25519 AAAA', /base64|cut off/],
    [`ssh-dss ${wire('ssh-dss')}`, /no longer accepted/],
    ['ssh-ed25519-cert-v01@openssh.com AAAA', /certificate/],
    ['---- BEGIN SSH2 PUBLIC KEY ----', /another format/],
    [`ssh-rsa ${wire('ssh-ed25519', ed25519)}`, /another/],
    [`${good}\nssh-rsa AAAA`, /one line/],
    [`${good} a\u0000b`, /one line/],
    [`${good} ${'x'.repeat(257)}`, /256/],
    [`ssh-ed25519 ${wire('ssh-ed25519', ed25519, 'more')}`, /behind the end/],
    [`ssh-ed25519 ${wire('ssh-ed25519', ed25519.subarray(1))}`, /32 bytes/],
    [`ssh-ed25519 ${'A'.repeat(9000)}`, /too long/],
  ])('refuses %j', (text, words) => {
    expect(checkSshPublicKey(text)).toMatchObject({
      ok: false,
      problem: expect.stringMatching(words),
    });
  });

  it('accepts no key whose bytes were changed in length or cut', () => {
    const bytes = Buffer.from(good.split(' ')[1], 'base64');
    fc.assert(
      fc.property(fc.integer({ min: 0, max: bytes.length - 1 }), length => {
        const cut = bytes.subarray(0, length).toString('base64');
        expect(checkSshPublicKey(`ssh-ed25519 ${cut}`).ok).toBe(false);
      }),
    );
  });

  it('never throws', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('ssh-ed25519', 'ssh-rsa', 'ecdsa-sha2-nistp256'),
        fc.uint8Array({ maxLength: 200 }),
        (type, bytes) => {
          for (const text of [
            `${type} ${wire(type, Buffer.from(bytes))}`,
            `${type} ${Buffer.from(bytes).toString('base64')}`,
          ]) {
            expect(checkSshPublicKey(text)).toHaveProperty('ok');
          }
        },
      ),
    );
  });
});
