import { mockCredentials } from '@backstage/backend-test-utils';
import {
  AuthorizeResult,
  PolicyDecision,
} from '@backstage/plugin-permission-common';
import { ManualClock } from '../__testUtils__/ManualClock';
import { RecentDecisions } from './RecentDecisions';

const anna = mockCredentials.user('user:default/anna.weber');
const priya = mockCredentials.user('user:default/priya.nair');

describe('RecentDecisions', () => {
  function decisions() {
    const clock = new ManualClock();
    const recent = new RecentDecisions({ clock, forMs: 5_000 });
    const ask = jest.fn(
      async (): Promise<PolicyDecision> => ({ result: AuthorizeResult.ALLOW }),
    );
    return { clock, recent, ask };
  }

  it('asks once for those who ask at the same time and soon after', async () => {
    const { clock, recent, ask } = decisions();
    await Promise.all([recent.of(anna, ask), recent.of(anna, ask)]);
    clock.advance(2_499);
    await recent.of(anna, ask);

    expect(ask).toHaveBeenCalledTimes(1);
  });

  it('asks again after five seconds', async () => {
    const { clock, recent, ask } = decisions();
    await recent.of(anna, ask);
    clock.advance(5_000);
    ask.mockResolvedValueOnce({ result: AuthorizeResult.DENY });

    expect(await recent.of(anna, ask)).toEqual({
      result: AuthorizeResult.DENY,
    });
  });

  it('asks anew halfway without making anybody wait, and then goes by that', async () => {
    const { clock, recent, ask } = decisions();
    await recent.of(anna, ask);
    let decide = (_: PolicyDecision) => {};
    const next = new Promise<PolicyDecision>(resolve => {
      decide = resolve;
    });
    clock.advance(2_500);
    ask.mockReturnValueOnce(next);
    await recent.of(anna, ask);
    const allowed = await recent.of(anna, ask);
    expect(allowed.result).toBe(AuthorizeResult.ALLOW);
    expect(ask).toHaveBeenCalledTimes(2);

    decide({ result: AuthorizeResult.DENY });
    await next;
    const denied = await recent.of(anna, ask);
    expect(denied.result).toBe(AuthorizeResult.DENY);
    clock.advance(2_499);
    await recent.of(anna, ask);
    expect(ask).toHaveBeenCalledTimes(2);
  });

  it('goes by what it knows while it cannot ask, until that is too old', async () => {
    const { clock, recent, ask } = decisions();
    await recent.of(anna, ask);
    ask.mockRejectedValue(new Error('down'));
    clock.advance(4_999);
    for (let time = 0; time < 3; time++) {
      expect((await recent.of(anna, ask)).result).toBe(AuthorizeResult.ALLOW);
    }
    expect(ask).toHaveBeenCalledTimes(2);

    clock.advance(1);
    await expect(recent.of(anna, ask)).rejects.toThrow('down');
  });

  it('does not take one for another, nor a plugin in a user’s name for the user', async () => {
    const { recent, ask } = decisions();
    await recent.of(anna, ask);
    await recent.of(priya, ask);
    await recent.of(
      mockCredentials.user('user:default/anna.weber', {
        actor: { subject: 'plugin:scaffolder' },
      }),
      ask,
    );

    expect(ask).toHaveBeenCalledTimes(3);
  });

  it('does not remember that it could not ask', async () => {
    const { recent, ask } = decisions();
    ask.mockRejectedValueOnce(new Error('down'));
    await expect(recent.of(anna, ask)).rejects.toThrow('down');

    expect((await recent.of(anna, ask)).result).toBe(AuthorizeResult.ALLOW);
  });
});
