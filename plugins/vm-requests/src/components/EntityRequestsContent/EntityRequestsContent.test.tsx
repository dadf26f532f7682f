import { Entity } from '@backstage/catalog-model';
import { EntityProvider } from '@backstage/plugin-catalog-react';
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { vmInventoryApiRef } from '@backlot/plugin-vm-inventory-react';
import {
  GuestReport,
  LedgerMachineDetail,
} from '@backlot/plugin-vm-requests-common';
import { policy, serveCompany } from '../../__testUtils__/company';
import { webMachine } from '../../__testUtils__/machines';
import { renderWithApi } from '../../__testUtils__/renderWithApi';
import { summary } from '../../__testUtils__/requests';
import { VmRequestsApi } from '../../api/VmRequestsApi';
import { EntityRequestsContent } from './EntityRequestsContent';

const entity: Entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Resource',
  metadata: {
    name: 'machine-1',
    annotations: { 'backlot.dev/request': summary.id },
  },
  spec: { type: 'virtual-machine' },
};

const page = { items: [summary], total: 1, byState: {}, byWait: {} };

function show(api: Partial<VmRequestsApi>, shown: Entity = entity) {
  return renderWithApi(
    <EntityProvider entity={shown}>
      <EntityRequestsContent />
    </EntityProvider>,
    { getMachines: async () => ({ items: [webMachine] }), ...api },
    '/',
    [],
    [[vmInventoryApiRef, serveCompany()]],
  );
}

describe('EntityRequestsContent', () => {
  it('shows all that was asked of the machine, and what can be', async () => {
    const getMachines = jest.fn(async () => ({ items: [webMachine] }));
    await show({
      getMachines,
      getMachine: async () => ({
        ...webMachine,
        requests: [
          {
            ...webMachine.requests[0],
            id: '01JD0000000000000000000009',
            kind: 'resize',
            operation: 'Resize',
            state: 'rejected',
          },
          ...webMachine.requests,
        ],
      }),
    });

    expect(
      await screen.findByRole('row', { name: /Resize/ }),
    ).toHaveTextContent('Rejected');
    expect(screen.getByRole('row', { name: /Create/ })).toHaveTextContent(
      'Done',
    );
    expect(screen.getByRole('link', { name: 'Decommission' })).toBeVisible();
    expect(getMachines).toHaveBeenCalledWith(
      { request: summary.id },
      expect.anything(),
    );
  });

  it('says what other systems have not done about the machine', async () => {
    await show({
      getMachine: async () => ({
        ...webMachine,
        hooks: [
          {
            hook: 'dns',
            title: 'DNS',
            event: 'made',
            done: false,
            message: 'web01.prod.acme.example is not registered yet.',
            tries: 1,
          },
        ],
      }),
    });

    expect(
      await screen.findByText(/DNS: web01.prod.acme.example is not registered/),
    ).toBeVisible();
  });

  it.each<[GuestReport['state'], string[], string, boolean]>([
    ['reported', ['10.20.110.7'], 'The guest has reported 10.20.110.7.', false],
    ['silent', [], 'not reported its address yet: look at its console', true],
    ['reported', ['10.20.110.9'], '10.20.110.9, not 10.20.110.7', true],
  ])(
    'says that its guest is %s: %j',
    async (state, addresses, words, alarm) => {
      const guest: GuestReport = {
        state,
        addresses,
        at: '2026-11-21T12:00:00.000Z',
        since: '2026-11-21T12:00:00.000Z',
        until: '2026-11-21T12:15:00.000Z',
      };
      await show({ getMachine: async () => ({ ...webMachine, guest }) });

      expect(
        await screen.findByText(text => text.includes(words)),
      ).toBeInTheDocument();
      expect(screen.queryAllByRole('alert')).toHaveLength(alarm ? 1 : 0);
    },
  );

  it('shows the request alone while the machine is being made', async () => {
    const list = jest.fn(async () => page);
    await show({ getMachines: async () => ({ items: [] }), list });

    expect(await screen.findByRole('row', { name: /web01/ })).toHaveTextContent(
      'Waits for approval',
    );
    expect(list).toHaveBeenCalledWith(
      { search: summary.id, limit: 50 },
      expect.anything(),
    );
  });

  it('says that a machine came from none, and asks nobody', async () => {
    const getMachines = jest.fn();
    await show({ getMachines }, { ...entity, metadata: { name: 'by-hand' } });

    expect(
      screen.getByText('This machine did not come from a request.'),
    ).toBeInTheDocument();
    expect(getMachines).not.toHaveBeenCalled();
  });

  it('leads to the adoption of a machine that nobody requested', async () => {
    await show(
      { getPolicy: async () => policy },
      {
        ...entity,
        metadata: {
          name: 'by-hand',
          annotations: {
            'backlot.dev/source': 'fra',
            'backlot.dev/instance-uuid': '5023-77',
          },
        },
      },
    );

    const link = await screen.findByRole('link', { name: 'Adopt' });
    const url = new URL(link.getAttribute('href')!, 'http://localhost');
    expect(url.pathname).toBe('/make/templates/default/vm-adopt');
    expect(JSON.parse(url.searchParams.get('formData')!)).toEqual({
      source: 'fra',
      machine: '5023-77',
    });
  });

  it('says that the request cannot be seen', async () => {
    await show({
      getMachines: async () => ({ items: [] }),
      list: async () => ({ ...page, items: [], total: 0 }),
    });

    expect(
      await screen.findByText(
        'The request no longer exists, or you may not see it.',
      ),
    ).toBeInTheDocument();
  });

  it('says what went wrong, and tries again when asked to', async () => {
    const getMachine = jest
      .fn<Promise<LedgerMachineDetail>, []>()
      .mockRejectedValueOnce(new Error('the network is down'))
      .mockResolvedValue(webMachine);
    await show({ getMachine });
    expect(await screen.findByText('the network is down')).toBeInTheDocument();

    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));

    expect(
      await screen.findByRole('row', { name: /Create/ }),
    ).toBeInTheDocument();
  });
});
