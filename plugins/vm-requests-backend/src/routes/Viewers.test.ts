import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { anna, payments } from '../__testUtils__/company';
import { RouterOptions } from './RouterOptions';
import { Viewers } from './Viewers';

describe('who looks at pages', () => {
  function looking() {
    let now = 0;
    const ownershipOf = jest.fn(async () => [anna, payments]);
    const viewers = new Viewers({
      userInfo: mockServices.userInfo(),
      ledger: {
        clock: { now: () => new Date(now) },
        peers: { people: { ownershipOf } },
      } as unknown as RouterOptions['ledger'],
    });
    return {
      ownershipOf,
      look: (person = anna) => viewers.of(mockCredentials.user(person)),
      pass: (milliseconds: number) => {
        now += milliseconds;
      },
    };
  }

  it('is looked up once for pages that come soon after each other', async () => {
    const { look, ownershipOf, pass } = looking();
    const [first, second] = await Promise.all([look(), look()]);
    pass(4_999);
    const third = await look();
    expect(first.ownership).toContain(payments);
    expect(second).toBe(first);
    expect(third).toBe(first);
    expect(ownershipOf).toHaveBeenCalledTimes(1);
  });

  it('is looked up again after some seconds, and for another person', async () => {
    const { look, ownershipOf, pass } = looking();
    await look();
    pass(5_000);
    await look();
    await look('user:default/priya.nair');
    expect(ownershipOf).toHaveBeenCalledTimes(3);
  });

  it('is looked up again when that failed', async () => {
    const { look, ownershipOf } = looking();
    ownershipOf.mockRejectedValueOnce(new Error('The catalog is away'));
    await expect(look()).rejects.toThrow('The catalog is away');
    await expect(look()).resolves.toMatchObject({ ref: anna });
  });
});
