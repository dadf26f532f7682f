import fc from 'fast-check';
import { publicKey } from '../../__testUtils__/company';
import { isPrivateKey, privateKeyProblem, readKeys } from './readKeys';

describe('readKeys', () => {
  it('reads a key a line, whatever the spaces and empty lines', () => {
    expect(readKeys(`\r\n  ${publicKey}  \r\n\n${publicKey}\n`)).toEqual({
      keys: [publicKey],
      names: ['ssh-ed25519 anna@laptop'],
      problems: [],
    });
  });

  it('says by its line what is no key', () => {
    const { keys, problems } = readKeys(`${publicKey}\n\nssh-ed25519 AAAA`);
    expect(keys).toEqual([publicKey]);
    expect(problems).toEqual([expect.stringMatching(/^Line 3: /)]);
  });

  it('lets nothing through but whole public keys, and repeats nothing of the rest', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            fc.constant(publicKey),
            fc.string({ minLength: 30 }),
            fc.base64String({ minLength: 30 }),
          ),
        ),
        lines => {
          const { keys, problems } = readKeys(lines.join('\n'));
          expect(keys.filter(key => key !== publicKey)).toEqual([]);
          lines
            .filter(line => line.trim().length > 20 && line !== publicKey)
            .forEach(line => expect(problems.join()).not.toContain(line));
        },
      ),
    );
  });
});

describe('isPrivateKey', () => {
  it.each([
    '-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEAAAAA\n-----END OPENSSH PRIVATE KEY-----',
    '-----BEGIN RSA PRIVATE KEY-----\nMIIEow',
    `${publicKey}\n-----BEGIN EC PRIVATE KEY-----`,
    'PuTTY-User-Key-File-3: ssh-ed25519',
    'b3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAE',
  ])('knows %j', text => {
    expect(isPrivateKey(text)).toBe(true);
  });

  it('lets public keys be', () => {
    expect(isPrivateKey(publicKey)).toBe(false);
    expect(isPrivateKey(`${publicKey}\n${publicKey}`)).toBe(false);
    expect(isPrivateKey('')).toBe(false);
    expect(privateKeyProblem).toMatch(/private key/);
  });
});
