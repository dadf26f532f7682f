import { createBackendPlugin } from '@backstage/backend-plugin-api';
import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import { LabNetBoxForTests } from './__testUtils__/LabNetBoxForTests';
import { netBoxServiceRef } from './netBoxServiceRef';
import { NetBoxService } from './NetBoxService';

describe('netBoxServiceRef', () => {
  let netbox: LabNetBoxForTests;

  beforeEach(async () => {
    netbox = await LabNetBoxForTests.start({ allocationField: 'vm_key' });
  });

  afterEach(() => netbox.close());

  const startWith = async (
    config: object,
    logger = mockServices.logger.mock({ child: () => logger }),
  ) => {
    const got: NetBoxService[] = [];
    const backend = await startTestBackend({
      features: [
        createBackendPlugin({
          pluginId: 'asks',
          register({ registerInit }) {
            registerInit({
              deps: { service: netBoxServiceRef },
              async init({ service }) {
                got.push(service);
              },
            });
          },
        }),
        mockServices.rootConfig.factory({ data: { netbox: config } }),
        logger.factory,
      ],
    });
    return { backend, service: got[0] };
  };

  it('is a client of the NetBox in the configuration', async () => {
    const { backend, service } = await startWith({
      url: `${netbox.lab.url}/`,
      token: netbox.lab.leastPrivilegeToken,
      timeout: '10s',
      allocation: { customField: 'vm_key' },
    });
    const steps = await service.checkConnection();
    await backend.stop();
    expect(steps.filter(({ ok }) => !ok)).toEqual([]);
  });

  it('says out loud that it does not verify the certificate, where it does not', async () => {
    const logger = mockServices.logger.mock({ child: () => logger });
    const { backend } = await startWith(
      {
        url: 'https://127.0.0.1:9',
        token: netbox.lab.leastPrivilegeToken,
        tls: { insecure: true },
      },
      logger,
    );
    await backend.stop();
    expect(logger.warn).toHaveBeenCalledWith(
      'The certificate of NetBox at https://127.0.0.1:9 is not verified, because netbox.tls.insecure is set',
    );
  });

  it('does not start without a token', async () => {
    await expect(startWith({ url: netbox.lab.url })).rejects.toThrow(
      /Missing required config value at 'netbox.token'/,
    );
  });
});
