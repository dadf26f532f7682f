import { mockServices } from '@backstage/backend-test-utils';
import { JsonObject } from '@backstage/types';
import { readMachineCatalogConfig } from './readMachineCatalogConfig';

function read(vmInventory?: JsonObject) {
  return readMachineCatalogConfig(
    mockServices.rootConfig({
      data: { catalog: { providers: vmInventory ? { vmInventory } : {} } },
    }),
  );
}

describe('readMachineCatalogConfig', () => {
  it('has sensible values where nothing is said', () => {
    expect(read()).toEqual({
      entities: { defaultOwner: 'unknown', namespace: 'default', links: [] },
      schedule: {
        frequency: { seconds: 15 },
        timeout: { minutes: 5 },
        initialDelay: { seconds: 5 },
      },
    });
  });

  it('reads what is said', () => {
    expect(
      read({
        defaultOwner: 'group:default/platform-team',
        schedule: { frequency: { minutes: 1 }, timeout: { minutes: 2 } },
        links: [{ title: 'Request', url: 'https://x/${request}' }],
      }),
    ).toMatchObject({
      entities: {
        defaultOwner: 'group:default/platform-team',
        links: [{ title: 'Request' }],
      },
      schedule: { frequency: { minutes: 1 }, timeout: { minutes: 2 } },
    });
  });

  it('refuses what it cannot use, and says where', () => {
    expect(() => read({ links: [{ title: 'Request' }] })).toThrow(
      /catalog\.providers\.vmInventory is wrong.*url/s,
    );
  });
});
