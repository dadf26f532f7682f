import { appliesToBatch } from './appliesToBatch';

const anna = 'user:default/anna';
const request = (environment: string) => ({
  requestedBy: anna,
  owner: 'group:default/payments',
  environment,
});
const development = request('development');
const production = request('production');
const ofSeveral = { ...development, environment: undefined };

/** As a policy says it: in every environment but that of production. */
const notInProduction = {
  applies: ({ environment }: { environment?: string }) =>
    environment !== 'production',
};

describe('a permission on a batch', () => {
  it.each([
    ['of one environment', development, [development], true, true],
    ['of another one', production, [production], false, false],
    ['of both, both open', ofSeveral, [development, production], true, false],
    ['of both, the other open', ofSeveral, [production], false, false],
    ['of which nothing is open', ofSeveral, [], true, true],
  ])('holds for one %s', (_, batch, requests, sees, steers) => {
    expect([
      appliesToBatch(batch, requests, { ...notInProduction, sees: true }),
      appliesToBatch(batch, requests, { ...notInProduction, sees: false }),
    ]).toEqual([sees, steers]);
  });
});
