import fc from 'fast-check';
import { isForPeople } from './isForPeople';

describe('isForPeople', () => {
  it('leaves out the plan in base64, and nothing else', () => {
    fc.assert(
      fc.property(fc.base64String({ minLength: 4 }), text => {
        expect(isForPeople(`backlot-plan: ${text}`)).toBe(false);
        expect(isForPeople(text)).toBe(true);
      }),
    );
    expect(isForPeople('backlot-plan: refused: the plan has actions')).toBe(
      true,
    );
    expect(isForPeople('backlot-plan-digest: sha256:1f')).toBe(true);
    expect(isForPeople('Plan: 1 to add, 0 to change, 0 to destroy.')).toBe(
      true,
    );
  });
});
