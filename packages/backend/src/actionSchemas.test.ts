import { mockServices } from '@backstage/backend-test-utils';
import { createNetBoxAllocateAction } from '@backlot/plugin-scaffolder-backend-module-netbox';
import { createVmRequestProposeAction } from '@backlot/plugin-scaffolder-backend-module-vm-requests';

type Schema = Record<string, { type?: string; properties?: Schema }>;

describe('the schemas of actions that templates join', () => {
  it('netbox:allocate outputs what vm-request:propose takes of an address', () => {
    const { schema: allocate } = createNetBoxAllocateAction({
      netbox: {} as Parameters<typeof createNetBoxAllocateAction>[0]['netbox'],
      auditor: mockServices.auditor.mock(),
    });
    const { schema: propose } = createVmRequestProposeAction({
      ledger: {} as Parameters<
        typeof createVmRequestProposeAction
      >[0]['ledger'],
      turns: {} as Parameters<typeof createVmRequestProposeAction>[0]['turns'],
    });
    const output = allocate!.output!.properties as Schema;
    const taken = (propose!.input!.properties as Schema).address.properties!;
    for (const name of ['address', 'prefixLength', 'url']) {
      expect([name, output[name].type]).toEqual([name, taken[name].type]);
    }
  });
});
