import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describeTransitions } from './describeTransitions';
import { transitions } from './transitions';

describe('describeTransitions', () => {
  it('has a row for each transition', () => {
    const lines = describeTransitions().split('\n');
    expect(lines).toHaveLength(transitions.length + 2);
    expect(lines[2]).toBe(
      '| (none) | `open` | `open` | the task that holds it | Checks name, quota and policy, takes the name and the MAC addresses, and gives the task the first attempt. |',
    );
    expect(describeTransitions()).toContain(
      '| `planned` (nothing of it is applied) | `reject` | `undoing`, then `rejected` | an approver, neither the requester nor whom it is for |',
    );
    expect(describeTransitions()).toContain(
      '| `applying` (while it is planned anew) | `submit` | `planned` | the ledger |',
    );
  });

  it('is what the documentation shows', () => {
    const page = readFileSync(
      resolve(__dirname, '../../../docs/requests.md'),
      'utf8',
    );
    const [, shown] =
      page.match(
        /<!-- prettier-ignore-start -->\s*([^]*?)\s*<!-- prettier-ignore-end -->/,
      ) ?? [];
    expect(shown).toBe(describeTransitions());
  });
});
