import { RequestWait } from '@backlot/plugin-vm-requests-common';
import { noticesOf } from './notices';

const waiting = (waitsFor: RequestWait['for']): RequestWait => ({
  for: waitsFor,
  since: '2026-11-21T12:00:00.000Z',
  why: 'Because.',
});

describe('noticesOf', () => {
  it.each([
    ['failed', 'Why it ended', 'danger'],
    ['rejected', 'Why it ended', 'danger'],
    ['rolled-back', 'Why it ended', 'info'],
    ['cancelled', 'Why it ended', 'info'],
    ['undoing', 'Why it is being given back', 'info'],
    ['rolling-back', 'Why it is being given back', 'info'],
  ] as const)('says of one that is %s: %s', (state, title, status) => {
    expect(noticesOf({ state, message: 'Too big.' })).toEqual([
      { title, status, texts: ['Too big.'], cause: undefined },
    ]);
  });

  it('says what it waits for, and what is known of it', () => {
    expect(
      noticesOf({
        state: 'applying',
        wait: waiting('person'),
        message: 'Error: the datastore is full',
        cause: 'POST /api/apply',
      }),
    ).toEqual([
      {
        title: 'Waits for a person',
        status: 'danger',
        texts: ['Because.', 'Error: the datastore is full'],
        cause: 'POST /api/apply',
      },
    ]);
  });

  it('says both what giving back waits for and why it is given back', () => {
    expect(
      noticesOf({
        state: 'undoing',
        wait: waiting('netbox'),
        message: 'Too big.',
      }).map(({ title }) => title),
    ).toEqual(['Waits for NetBox', 'Why it is being given back']);
  });

  it('says what it waits for that comes by itself without alarm', () => {
    expect(
      noticesOf({ state: 'approved', wait: waiting('start') }),
    ).toMatchObject([{ title: 'Approved, not yet applied', status: 'info' }]);
  });

  it("says an approver's words once", () => {
    const [notice] = noticesOf({
      state: 'changes-requested',
      wait: { ...waiting('requester'), why: 'Which shop?' },
      message: 'Which shop?',
    });
    expect(notice).toMatchObject({ status: 'info', texts: ['Which shop?'] });
  });

  it('says nothing of what goes on by itself, waits for approval or is done', () => {
    expect(noticesOf({ state: 'applying', message: 'Again.' })).toEqual([]);
    expect(noticesOf({ state: 'planned', wait: waiting('approval') })).toEqual(
      [],
    );
    expect(noticesOf({ state: 'done', message: 'Late.' })).toEqual([]);
  });
});
