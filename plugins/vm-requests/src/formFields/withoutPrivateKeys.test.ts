import fc from 'fast-check';
import { withoutPrivateKeys } from './withoutPrivateKeys';

const markers = [
  '-----BEGIN PRIVATE KEY-----',
  '-----BEGIN OPENSSH PRIVATE KEY-----',
  '-----BEGIN RSA PRIVATE KEY-----',
  'PuTTY-User-Key-File-3: ssh-ed25519',
  'b3BlbnNzaC1rZXktdjEAAAAABG5vbmU',
];

const text = fc.string();
const secret = fc
  .tuple(text, fc.constantFrom(...markers), text)
  .map(([before, marker, after]) => `${before}\n${marker}${after}`);

describe('withoutPrivateKeys', () => {
  it('keeps everything else as it is', () => {
    const values = {
      name: 'web01',
      place: { source: 'lab', datacenter: 'fra1' },
      custom: { cpus: 2 },
      sshPublicKeys: ['ssh-ed25519 AAAA anna@laptop'],
      preview: null,
    };
    expect(withoutPrivateKeys(values)).toEqual(values);
  });

  it('drops a private key from the purpose, and from a list', () => {
    expect(
      withoutPrivateKeys({
        name: 'web01',
        purpose: `Web shop\n${markers[1]}\nAAAA`,
        sshPublicKeys: [markers[1], 'ssh-ed25519 AAAA'],
      }),
    ).toEqual({ name: 'web01', sshPublicKeys: ['ssh-ed25519 AAAA'] });
  });

  it('lets no private key through, wherever it is', () => {
    const { tree } = fc.letrec(tie => ({
      tree: fc.oneof(
        { maxDepth: 4 },
        text,
        secret,
        fc.array(tie('tree'), { maxLength: 4 }),
        fc.dictionary(fc.string(), tie('tree'), { maxKeys: 4 }),
      ),
    }));
    fc.assert(
      fc.property(tree, value => {
        const kept = JSON.stringify(withoutPrivateKeys(value)) ?? '';
        expect(
          markers.filter(marker =>
            kept.includes(JSON.stringify(marker).slice(1, -1)),
          ),
        ).toEqual([]);
      }),
    );
  });
});
