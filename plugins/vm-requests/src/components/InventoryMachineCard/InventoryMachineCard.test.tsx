import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { Machine } from '@backlot/plugin-vm-inventory-common';
import {
  MachineProvider,
  vmInventoryApiRef,
} from '@backlot/plugin-vm-inventory-react';
import { LedgerMachine } from '@backlot/plugin-vm-requests-common';
import { policy } from '../../__testUtils__/company';
import { webMachine } from '../../__testUtils__/machines';
import { renderWithApi } from '../../__testUtils__/renderWithApi';
import { VmRequestsApi } from '../../api/VmRequestsApi';
import { InventoryMachineCard } from './InventoryMachineCard';

const shown: Machine = {
  kind: 'machine',
  source: 'lab',
  id: 'vm-42',
  name: 'web01',
  instanceUuid: '5023-42',
  power: 'on',
  datastores: [],
  networks: [],
};

const show = (
  api: Partial<VmRequestsApi>,
  machine: Machine = shown,
  inventory: object = { list: async () => ({ items: [machine] }) },
) =>
  renderWithApi(
    <MachineProvider machine={machine}>
      <InventoryMachineCard />
    </MachineProvider>,
    { getMachine: async () => webMachine, ...api },
    '/',
    [],
    [[vmInventoryApiRef, inventory]],
  );

function formOf(link: HTMLElement) {
  const url = new URL(link.getAttribute('href')!, 'http://localhost');
  return {
    path: url.pathname,
    values: JSON.parse(url.searchParams.get('formData')!),
  };
}

describe('InventoryMachineCard', () => {
  it('leads to what can be asked of the machine, with the machine chosen', async () => {
    const getMachines = jest.fn(async () => ({ items: [webMachine] }));
    await show({ getMachines });

    expect(formOf(await screen.findByRole('link', { name: 'Resize' }))).toEqual(
      {
        path: '/make/templates/default/vm-resize',
        values: { machine: webMachine.id },
      },
    );
    expect(screen.getByRole('link', { name: 'Decommission' })).toBeVisible();
    expect(getMachines).toHaveBeenCalledWith(
      { source: 'lab', providerId: 'vm-42', instanceUuid: '5023-42' },
      expect.anything(),
    );
  });

  describe('of a machine that nobody requested', () => {
    const { 'rhel9-vm': rhel9 } = policy.blueprints;
    const unrequested = {
      getMachines: async () => ({ items: [] }),
      getPolicy: async () => ({
        ...policy,
        blueprints: {
          'rhel9-vm': {
            ...rhel9,
            templates: { names: ['rhel9-*'], guestIds: ['rhel9*'] },
          },
          'ubuntu-vm': {
            ...rhel9,
            title: 'Ubuntu',
            templates: { guestIds: ['ubuntu*'] },
            adoptTemplate: 'template:default/ubuntu-vm-adopt',
          },
        },
      }),
    };

    const ubuntu = { ...shown, guestId: 'ubuntu64Guest' };

    it("leads to the adoption by the blueprint of the machine's system, which the page knows", async () => {
      const list = jest.fn();
      await show(unrequested, ubuntu, { list });

      expect(
        formOf(await screen.findByRole('link', { name: 'Adopt' })),
      ).toEqual({
        path: '/make/templates/default/ubuntu-vm-adopt',
        values: { source: 'lab', machine: '5023-42' },
      });
      expect(list).not.toHaveBeenCalled();
    });

    it('asks the inventory for the system where the page does not know it', async () => {
      const list = jest.fn(async () => ({ items: [ubuntu] }));
      await show(unrequested, shown, { list });

      expect(
        formOf(await screen.findByRole('link', { name: 'Adopt' })).path,
      ).toBe('/make/templates/default/ubuntu-vm-adopt');
      expect(list).toHaveBeenCalledWith(
        'machine',
        { filter: { source: 'lab', instanceUuid: '5023-42' }, limit: 1 },
        expect.anything(),
      );
    });

    it('leads to each where the system is not known', async () => {
      await show(unrequested);

      expect(
        await screen.findByRole('link', { name: 'Adopt as RHEL 9' }),
      ).toBeVisible();
      expect(
        screen.getByRole('link', { name: 'Adopt as Ubuntu' }),
      ).toBeVisible();
    });

    it('says that no blueprint has its system', async () => {
      await show(unrequested, { ...shown, guestId: 'freebsd13_64Guest' });

      expect(
        await screen.findByText(/with its operating system, freebsd13_64Guest/),
      ).toBeVisible();
      expect(screen.queryByRole('link')).toBeNull();
    });
  });

  it('leads to the adoption of a machine that nobody requested', async () => {
    await show({
      getMachines: async () => ({ items: [] }),
      getPolicy: async () => policy,
    });

    expect(
      await screen.findByText(
        'This machine did not come from a request, or you may not see it.',
      ),
    ).toBeVisible();
    expect(formOf(await screen.findByRole('link', { name: 'Adopt' }))).toEqual({
      path: '/make/templates/default/vm-adopt',
      values: { source: 'lab', machine: '5023-42' },
    });
  });

  it('offers no adoption of a machine that nothing names for good', async () => {
    await show(
      { getMachines: async () => ({ items: [] }) },
      { ...shown, instanceUuid: undefined },
    );

    expect(await screen.findByText(/did not come from/)).toBeVisible();
    expect(screen.queryByRole('link')).toBeNull();
  });

  it('says that it is being read', async () => {
    await show({ getMachines: () => new Promise(() => {}) });

    expect(await screen.findByRole('status')).toBeInTheDocument();
    expect(screen.queryByRole('link')).toBeNull();
  });

  it('says what went wrong, a missing permission too, and tries again', async () => {
    const getMachines = jest
      .fn<Promise<{ items: LedgerMachine[] }>, []>()
      .mockRejectedValueOnce(new Error('You may not read requests.'))
      .mockResolvedValue({ items: [webMachine] });
    await show({ getMachines });
    expect(await screen.findByText('You may not read requests.')).toBeVisible();

    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));

    expect(
      within(
        await screen.findByRole('list', {
          name: /^What can be asked of web01/,
        }),
      ).getAllByRole('listitem'),
    ).toHaveLength(2);
  });
});
