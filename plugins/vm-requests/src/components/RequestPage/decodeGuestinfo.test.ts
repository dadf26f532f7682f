import fc from 'fast-check';
import { decodeGuestinfo } from './decodeGuestinfo';

const base64 = (text: string) => Buffer.from(text).toString('base64');

describe('decodeGuestinfo', () => {
  it('shows what cloud-init will read, and not how it was packed', () => {
    const lines = new Map([
      ['name', 'web01'],
      [
        'extra_config.guestinfo.userdata',
        base64('#cloud-config\n{"users":["acme"]}'),
      ],
      ['extra_config.guestinfo.userdata.encoding', 'base64'],
    ]);

    expect([...decodeGuestinfo(lines)]).toEqual([
      ['name', 'web01'],
      [
        'extra_config.guestinfo.userdata',
        '#cloud-config\n{\n  "users": [\n    "acme"\n  ]\n}',
      ],
    ]);
  });

  it.each([
    ['is packed otherwise', 'gzip+base64', base64('{}')],
    ['is not base64 in truth', 'base64', '*** no base64 ***'],
    ['is not text', 'base64', Buffer.from([0xff, 0xfe]).toString('base64')],
  ])('leaves what %s', (_, encoding, value) => {
    const lines = new Map([
      ['extra_config.guestinfo.metadata', value],
      ['extra_config.guestinfo.metadata.encoding', encoding],
    ]);

    expect([...decodeGuestinfo(lines)]).toEqual([...lines]);
  });

  it('hides no value of another name, whatever it is', () => {
    fc.assert(
      fc.property(
        fc.dictionary(
          fc.string().map(key => `tag.${key}`),
          fc.string(),
        ),
        values => {
          const lines = new Map(Object.entries(values));
          expect([...decodeGuestinfo(lines)]).toEqual([...lines]);
        },
      ),
    );
  });

  it('gives back any text that is not JSON as it was', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), text => {
        const value = `text ${text}`;
        const lines = new Map([
          ['guestinfo.userdata', base64(value)],
          ['guestinfo.userdata.encoding', 'base64'],
        ]);
        expect(decodeGuestinfo(lines).get('guestinfo.userdata')).toBe(value);
      }),
    );
  });
});
