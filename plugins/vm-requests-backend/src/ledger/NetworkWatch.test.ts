import { mockServices } from '@backstage/backend-test-utils';
import { NotFoundError, ServiceUnavailableError } from '@backstage/errors';
import { settings } from '../__testUtils__/company';
import { NetworkWatch } from './NetworkWatch';

describe('NetworkWatch', () => {
  it('says out loud which network is wrong, and looks again until it is right', async () => {
    const logger = mockServices.logger.mock();
    let problem: Error | undefined = new NotFoundError(
      'The gateway 10.20.210.1 is not recorded.',
    );
    const watch = new NetworkWatch({
      policy: settings.policy,
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
});
