import { Entity } from '@backstage/catalog-model';
import { EntityProvider } from '@backstage/plugin-catalog-react';
import { renderInTestApp, TestApiProvider } from '@backstage/test-utils';
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  VmInventoryApi,
  vmInventoryApiRef,
} from '@backlot/plugin-vm-inventory-react';
import {
  liveSource,
  machine,
  places,
  serveInventory,
} from '../../__testUtils__/inventory';
import { EntityMachineCard } from './EntityMachineCard';

const entity: Entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Resource',
  metadata: {
    name: 'machine-1',
    annotations: {
      'backlot.dev/source': 'fra',
      'backlot.dev/instance-uuid': 'uuid-web01',
    },
  },
  spec: { type: 'virtual-machine' },
};

function show(api: Partial<VmInventoryApi>, shown: Entity = entity) {
  return renderInTestApp(
    <TestApiProvider apis={[[vmInventoryApiRef, api as VmInventoryApi]]}>
      <EntityProvider entity={shown}>
        <EntityMachineCard />
      </EntityProvider>
    </TestApiProvider>,
  );
}

const facts = () =>
  screen
    .getAllByRole('term')
    .map((term, index) => [
      term.textContent,
      screen.getAllByRole('definition')[index].textContent,
    ]);

describe('EntityMachineCard', () => {
  it('shows what the inventory knows of the machine now', async () => {
    const { api } = serveInventory(() => [
      ...places,
      machine({ name: 'db01' }),
      machine({ name: 'web01', power: 'suspended' }),
    ]);
    await show(api);

    await screen.findByText('Power');
    expect(facts()).toEqual([
      ['Power', 'Suspended'],
      ['Address', '10.20.110.7'],
      ['CPUs', '2'],
      ['Memory', '6.3 GiB'],
      ['Cluster', 'fra1-prod-01'],
      ['Host', 'esx-01.acme.example'],
      ['Source', 'fra / vm-web01'],
    ]);
  });

  it('leaves out what is not known, and shows ids where there is no name', async () => {
    const { api } = serveInventory(() => [
      machine({
        name: 'web01',
        cpus: undefined,
        memoryMib: undefined,
        ipAddress: undefined,
        host: undefined,
      }),
    ]);
    await show(api);

    await screen.findByText('Power');
    expect(facts()).toEqual([
      ['Power', 'On'],
      ['Cluster', 'domain-c1'],
      ['Source', 'fra / vm-web01'],
    ]);
  });

  it('says that the source does not have it any more', async () => {
    const { api } = serveInventory(() => []);
    await show(api);

    expect(
      await screen.findByText('The source no longer has this machine.'),
    ).toBeInTheDocument();
  });

  it('says how old it is, of its own source only', async () => {
    const { api } = serveInventory(
      () => [machine({ name: 'web01' })],
      () => [
        { ...liveSource, state: 'stale' },
        { ...liveSource, source: 'ams', title: 'Amsterdam', state: 'stale' },
      ],
    );
    await show(api);

    expect(
      await screen.findByText(/Frankfurt does not answer/),
    ).toBeInTheDocument();
    expect(screen.queryByText(/Amsterdam/)).toBeNull();
  });

  it('says what went wrong and tries again when asked to', async () => {
    const { api } = serveInventory(() => [machine({ name: 'web01' })]);
    const list = jest
      .fn(api.list)
      .mockRejectedValueOnce(new Error('the network is down'));
    await show({ list: list as VmInventoryApi['list'] });
    expect(await screen.findByText('the network is down')).toBeInTheDocument();

    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));

    expect(await screen.findByText('Power')).toBeInTheDocument();
  });

  it('names the annotations that an entity lacks, and asks nobody', async () => {
    const { api, asked } = serveInventory(() => []);
    await show(api, { ...entity, metadata: { name: 'by-hand' } });

    expect(
      (await screen.findAllByText(/backlot\.dev\/instance-uuid/)).length,
    ).toBeGreaterThan(0);
    expect(asked).toEqual([]);
  });
});
