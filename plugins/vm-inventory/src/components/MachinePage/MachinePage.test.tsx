import { ReactNode } from 'react';
import { Entity } from '@backstage/catalog-model';
import { catalogApiRef, entityRouteRef } from '@backstage/plugin-catalog-react';
import { catalogApiMock } from '@backstage/plugin-catalog-react/testUtils';
import { renderInTestApp, TestApiProvider } from '@backstage/test-utils';
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  useMachine,
  VmInventoryApi,
  vmInventoryApiRef,
} from '@backlot/plugin-vm-inventory-react';
import {
  liveSource,
  machine,
  places,
  serveInventory,
} from '../../__testUtils__/inventory';
import { rootRouteRef } from '../../routes';
import { MachinePage } from './MachinePage';

const entity: Entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Resource',
  metadata: {
    name: 'vm-1234',
    title: 'web01',
    annotations: {
      'backlot.dev/source': 'fra',
      'backlot.dev/instance-uuid': 'uuid-web01',
    },
  },
  spec: { type: 'virtual-machine' },
};

function show(
  api: VmInventoryApi,
  entities: Entity[] = [],
  cards: ReactNode[] = [],
) {
  return renderInTestApp(
    <TestApiProvider
      apis={[
        [vmInventoryApiRef, api],
        [catalogApiRef, catalogApiMock({ entities })],
      ]}
    >
      <MachinePage source="fra" id="vm-web01" cards={cards} />
    </TestApiProvider>,
    {
      mountedRoutes: {
        '/vm-inventory': rootRouteRef,
        '/catalog/:namespace/:kind/:name': entityRouteRef,
      },
    },
  );
}

const definitionOf = async (term: string) =>
  (await screen.findByText(term, { selector: 'dt' })).nextElementSibling;

const OtherCard = () => {
  const { source, id, instanceUuid } = useMachine();
  return <p>{`Of ${source}: ${id}, ${instanceUuid}`}</p>;
};

describe('MachinePage', () => {
  it("shows other plugins' cards of the machine", async () => {
    const { api } = serveInventory(() => [
      ...places,
      machine({ name: 'web01' }),
    ]);
    await show(api, [], [<OtherCard />]);

    expect(
      await screen.findByText('Of fra: vm-web01, uuid-web01'),
    ).toBeVisible();
  });

  it('shows what is known of a machine', async () => {
    const { api } = serveInventory(() => [
      ...places,
      {
        kind: 'datastore',
        source: 'fra',
        id: 'datastore-1',
        name: 'fast-01',
        type: 'VMFS',
        capacityBytes: 1,
        freeBytes: 1,
        accessible: true,
        maintenance: false,
        shared: true,
      },
      machine({
        name: 'web01',
        datastores: ['datastore-1', 'datastore-9'],
        networks: ['network-1'],
        provisionedBytes: 40 * 1024 ** 3,
        annotation: 'Payment API\nOwner: group:default/team-payments',
      }),
    ]);
    await show(api);
    expect(await screen.findByRole('heading', { name: 'web01' })).toBeVisible();
    expect(document.title).toMatch(/^web01 \| Virtual machines \| /);

    expect(
      await screen.findByRole('heading', { name: 'web01' }),
    ).toBeInTheDocument();
    expect(await definitionOf('Memory')).toHaveTextContent('6.3 GiB');
    expect(await definitionOf('Address')).toHaveTextContent('10.20.110.7');
    expect(await definitionOf('Provisioned storage')).toHaveTextContent(
      '40 GiB',
    );
    expect(await screen.findByText('fast-01, datastore-9')).toBeInTheDocument();
    expect(await definitionOf('Instance UUID')).toHaveTextContent('uuid-web01');
    expect(screen.getByText(/Payment API/)).toBeInTheDocument();
    expect(screen.queryByText('In the catalog')).toBeNull();
  });

  it('leads up the tree', async () => {
    const { api } = serveInventory(() => [
      ...places,
      machine({ name: 'web01' }),
    ]);
    await show(api);

    const [host] = await screen.findAllByRole('link', {
      name: 'esx-01.acme.example',
    });
    expect(host).toHaveAttribute(
      'href',
      '/vm-inventory?in=host%3Afra%2Fhost-1',
    );
    expect(await definitionOf('Runs on')).toHaveTextContent(
      'Frankfurt/fra1/fra1-prod-01/esx-01.acme.example',
    );
  });

  it('leads to its entity where there is one', async () => {
    const { api } = serveInventory(() => [machine({ name: 'web01' })]);
    await show(api, [
      entity,
      { ...entity, metadata: { name: 'another' } } as Entity,
    ]);

    expect(await screen.findByRole('link', { name: 'web01' })).toHaveAttribute(
      'href',
      '/catalog/default/resource/vm-1234',
    );
  });

  it('stays when the source does not answer what it has of the machine', async () => {
    const { api } = serveInventory(() => [machine({ name: 'web01' })]);
    await show({
      ...api,
      getMachineDetails: async () => {
        throw new Error('vCenter did not answer');
      },
    });

    expect(
      await screen.findByText('vCenter did not answer'),
    ).toBeInTheDocument();
    expect(await definitionOf('Memory')).toHaveTextContent('6.3 GiB');
  });

  it('says how old it is', async () => {
    const { api } = serveInventory(
      () => [machine({ name: 'web01' })],
      () => [{ ...liveSource, state: 'stale' }],
    );
    await show(api);

    expect(
      await screen.findByText(/Frankfurt does not answer/),
    ).toBeInTheDocument();
  });

  it('says what went wrong and tries again when asked to', async () => {
    const { api } = serveInventory(() => [machine({ name: 'web01' })]);
    const get = jest
      .fn(api.get)
      .mockRejectedValueOnce(new Error('the network is down'));
    await show({ ...api, get: get as VmInventoryApi['get'] });
    expect(await screen.findByText('the network is down')).toBeInTheDocument();

    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));

    expect(
      await screen.findByRole('heading', { name: 'web01' }),
    ).toBeInTheDocument();
  });
});
