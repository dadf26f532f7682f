import { mockServices } from '@backstage/backend-test-utils';
import { ServiceUnavailableError } from '@backstage/errors';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { vmInventorySourceTestPermission } from '@backlot/plugin-vm-inventory-common';
import {
  exampleInventory,
  MemoryInventoryProvider,
} from '@backlot/plugin-vm-inventory-node/testUtils';
import { setTimeout as delay } from 'node:timers/promises';
import { useInventory } from '../__testUtils__/useInventory';

jest.setTimeout(60_000);

const CAUSE = 'https://vcenter.acme.example/sdk refused the user svc-backlot';

describe('why a source does not answer', () => {
  const startWith = useInventory();

  /** A source that has gone away, for somebody who may test sources, or may not. */
  async function start({ testsSources }: { testsSources: boolean }) {
    const refuse = async () => {
      throw new ServiceUnavailableError(CAUSE, new Error(CAUSE));
    };
    const provider = new MemoryInventoryProvider({
      source: 'fra',
      title: 'Frankfurt',
      objects: exampleInventory('fra'),
      details: refuse,
      macAddresses: refuse,
    });
    const logger = mockServices.logger.mock({ child: () => logger });
    const permissions = mockServices.permissions.mock({
      authorize: async queries =>
        queries.map(({ permission }) => ({
          result:
            permission.name === vmInventorySourceTestPermission.name &&
            !testsSources
              ? AuthorizeResult.DENY
              : AuthorizeResult.ALLOW,
        })),
      authorizeConditional: async () => [{ result: AuthorizeResult.ALLOW }],
    });
    const inventory = await startWith(provider, {
      features: [permissions.factory, logger.factory],
    });
    provider.setUnreachable(new Error(CAUSE));
    const { user } = inventory;
    const deadline = Date.now() + 20_000;
    for (;;) {
      const { body } = await user.get('machines?limit=1');
      if (body.freshness.sources[0].state === 'stale') {
        break;
      }
      if (Date.now() > deadline) {
        throw new Error('The source never became stale');
      }
      await delay(20);
    }
    return { ...inventory, logger };
  }

  const answers = [
    'machines?limit=1',
    'machines/fra/vm-1',
    'clusters',
    'tree?view=hosts',
    'capacity',
    'changes',
    'sources',
  ];
  const questions = [
    'machines/fra/vm-1/details',
    'networks/fra/dvportgroup-fra1/mac-addresses',
  ];

  it('is not told to who may not test sources, whatever they ask', async () => {
    const { user, logger } = await start({ testsSources: false });

    for (const path of answers) {
      const { status, text } = await user.get(path);
      expect([path, status]).toEqual([path, 200]);
      expect(text).toContain('Your platform team can see the cause.');
      expect(text).not.toMatch(/acme\.example|svc-backlot/);
    }
    for (const path of questions) {
      const { status, text, body } = await user.get(path);
      expect([path, status]).toEqual([path, 503]);
      expect(body.error.message).toMatch(
        /^Frankfurt does not answer at the moment\. Try again in a few minutes\. Your platform team/,
      );
      expect(text).not.toMatch(/acme\.example|svc-backlot/);
    }
    expect(logger.warn).toHaveBeenCalledWith(
      "Source 'fra' could not answer a question",
      expect.objectContaining({ message: expect.stringContaining(CAUSE) }),
    );
  });

  it('is told to who may', async () => {
    const { user } = await start({ testsSources: true });

    for (const path of answers) {
      expect((await user.get(path)).text).toContain(CAUSE);
    }
    for (const path of questions) {
      const { status, body } = await user.get(path);
      expect(status).toBe(503);
      expect(body.error.message).toContain(CAUSE);
    }
  });
});
