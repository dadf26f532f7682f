import { mockServices } from '@backstage/backend-test-utils';
import { NotFoundError, ServiceUnavailableError } from '@backstage/errors';
import { settings } from '../__testUtils__/company';
import { NetworkWatch } from './NetworkWatch';

describe('NetworkWatch', () => {
  it('says out loud which network is wrong, and looks again until it is right', async () => {
    const logger = mockServices.logger.mock();
    const { sandbox } = settings.policy.environments;
    let problem: Error | undefined = new NotFoundError(
      'The gateway 10.20.210.1 is not recorded.',
    );
    const watch = new NetworkWatch({
      policy: { ...settings.policy, environments: { sandbox } },
      logger,
      addresses: {
        checkNetwork: async network => {
          expect(network).toMatchObject({ prefix: '10.20.210.0/24' });
          if (problem) {
            throw problem;
          }
        },
      },
    });
    expect(await watch.check()).toHaveLength(1);
    expect(logger.error).toHaveBeenCalledWith(
      'No machine can be requested on network fra1-dev-app of the policy: The gateway 10.20.210.1 is not recorded.',
    );
    problem = new ServiceUnavailableError('NetBox does not answer.');
    expect(await watch.check()).toHaveLength(1);
    expect(logger.warn).toHaveBeenCalledTimes(1);
    problem = undefined;
    expect(await watch.check()).toEqual([]);
    expect(logger.error).toHaveBeenCalledTimes(1);
  });

  it('looks at each family of a network', async () => {
    const { networks } = settings.policy.environments;
    const seen: string[] = [];
    const watch = new NetworkWatch({
      policy: { ...settings.policy, environments: { networks } },
      logger: mockServices.logger.mock(),
      addresses: {
        checkNetwork: async ({ prefix, gateway }) => {
          seen.push(`${prefix} ${gateway}`);
        },
      },
    });
    expect(await watch.check()).toEqual([]);
    expect(seen).toEqual([
      '10.20.210.0/24 10.20.210.1',
      '2001:db8::/64 2001:db8::1',
      '10.20.220.0/24 10.20.220.1',
    ]);
  });
});
