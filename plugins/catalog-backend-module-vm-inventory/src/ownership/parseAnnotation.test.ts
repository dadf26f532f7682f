import * as fc from 'fast-check';
import { parseAnnotation } from './parseAnnotation';

describe('parseAnnotation', () => {
  it.each([
    [
      'both lines among others',
      'Web server of Payments\r\nBacklot request: 01JD3\r\nOwner: group:default/team-payments\r\n',
      { request: '01JD3', owner: 'group:default/team-payments' },
    ],
    [
      'a short owner',
      'Owner: team-payments',
      { owner: 'group:default/team-payments' },
    ],
    [
      'a person',
      'owner: user:anna.weber',
      { owner: 'user:default/anna.weber' },
    ],
    ['words of somebody', 'Owner: the Payments team', {}],
    ['what is no entity ref', 'Owner: a:b:c/d/e', {}],
    ['what can own nothing', 'Owner: component:default/web', {}],
    ['a mention in a sentence', 'see Backlot request: 01JD3 for this', {}],
    ['nothing', undefined, {}],
  ])('reads %s', (_, annotation, expected) => {
    expect(parseAnnotation(annotation)).toEqual(expected);
  });

  it('reads whatever text without failing', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.string().map(text => `Owner: ${text}`),
        ),
        text => {
          expect(() => parseAnnotation(text)).not.toThrow();
        },
      ),
    );
  });
});
