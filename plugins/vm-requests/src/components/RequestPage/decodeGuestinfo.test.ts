import { PlanValue } from '@backlot/plugin-vm-requests-common';
import fc from 'fast-check';
import { decodeGuestinfo } from './decodeGuestinfo';

const base64 = (text: string) => Buffer.from(text).toString('base64');

function guestinfo(name: string, value: string, encoding: string): PlanValue[] {
  return [
    { path: ['extra_config', `guestinfo.${name}`], after: value },
    { path: ['extra_config', `guestinfo.${name}.encoding`], after: encoding },
  ];
}

describe('decodeGuestinfo', () => {
  it('shows what cloud-init will read, and not how it was packed', () => {
    const name = { path: ['name'], after: 'web01' };
    const userdata = base64('#cloud-config\n{"users":["acme"]}');
    expect(
      decodeGuestinfo([name, ...guestinfo('userdata', userdata, 'base64')]),
    ).toEqual([
      name,
      {
        path: ['extra_config', 'guestinfo.userdata'],
        after: '#cloud-config\n{\n  "users": [\n    "acme"\n  ]\n}',
      },
    ]);
  });

  it.each([
    ['is packed otherwise', 'gzip+base64', base64('{}')],
    ['is not base64 in truth', 'base64', '*** no base64 ***'],
    ['is not text', 'base64', Buffer.from([0xff, 0xfe]).toString('base64')],
  ])('leaves what %s', (_, encoding, value) => {
    const values = guestinfo('metadata', value, encoding);
    expect(decodeGuestinfo(values)).toEqual(values);
  });

  it('does not take the encoding of one side for that of the other', () => {
    const path = ['extra_config', 'guestinfo.metadata'];
    const values: PlanValue[] = [
      { path, before: base64('{}'), after: base64('[]') },
      {
        path: ['extra_config', 'guestinfo.metadata.encoding'],
        before: 'gzip+base64',
        after: 'base64',
      },
    ];
    expect(decodeGuestinfo(values)).toEqual([
      { path, before: base64('{}'), after: '[]' },
      values[1],
    ]);
  });

  it('hides no value of another name, whatever it is', () => {
    fc.assert(
      fc.property(
        fc.dictionary(
          fc.string().map(key => `tag.${key}`),
          fc.string(),
        ),
        tags => {
          const values = Object.entries(tags).map(([key, after]) => ({
            path: [key],
            after,
          }));
          expect(decodeGuestinfo(values)).toEqual(values);
        },
      ),
    );
  });

  it('gives back any text that is not JSON as it was', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), text => {
        const value = `text ${text}`;
        const [decoded] = decodeGuestinfo(
          guestinfo('userdata', base64(value), 'base64'),
        );
        expect(decoded.after).toBe(value);
      }),
    );
  });
});
