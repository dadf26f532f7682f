import { requestStates } from '@backlot/plugin-vm-requests-common';
import { titleOfMessage } from './requestMessage';

describe('titleOfMessage', () => {
  it.each([
    ['failed', 'Why it ended', 'danger'],
    ['rejected', 'Why it ended', 'danger'],
    ['rolled-back', 'Why it ended', 'info'],
    ['cancelled', 'Why it ended', 'info'],
    ['undoing', 'Why it is given back', 'warning'],
    ['rolling-back', 'Why it is given back', 'warning'],
    ['changes-requested', 'What it waits for', 'info'],
  ] as const)('says of %s: %s', (state, title, status) => {
    expect(titleOfMessage({ state })).toEqual({ title, status });
  });

  it('says that a person is needed', () => {
    expect(titleOfMessage({ state: 'applying', waitsForPerson: true })).toEqual(
      { title: 'It waits for a person', status: 'danger' },
    );
  });

  it('has a title for each state', () => {
    requestStates.forEach(state =>
      expect(titleOfMessage({ state }).title).not.toBe(''),
    );
  });
});
