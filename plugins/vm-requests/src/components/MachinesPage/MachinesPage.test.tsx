import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { LedgerMachine } from '@backlot/plugin-vm-requests-common';
import { policy } from '../../__testUtils__/company';
import { webMachine } from '../../__testUtils__/machines';
import { renderWithApi } from '../../__testUtils__/renderWithApi';
import { VmRequestsApi } from '../../api/VmRequestsApi';
import { MachinesPage } from './MachinesPage';

const moduleOf = (tag: string) =>
  `git::https://forge.example/i.git//modules/rhel9-vm?ref=${tag}`;

function machine(name: string): LedgerMachine {
  return {
    ...webMachine,
    id: `id-${name}`,
    name,
    fqdn: `${name}.dev.acme.example`,
    versions: { module: moduleOf('v1'), provider: '1.26.0' },
    newVersions: { module: moduleOf('v2'), provider: '2.16.1' },
  };
}

function show(api: Partial<VmRequestsApi>, url: string = '') {
  return renderWithApi(
    <MachinesPage />,
    { getPolicy: async () => policy, ...api },
    `/vm-requests/machines${url}`,
  );
}

const row = (name: string) => screen.findByRole('row', { name: RegExp(name) });

describe('MachinesPage', () => {
  it('lists machines with their versions and those of new ones, by filters that are in the URL', async () => {
    const listMachines = jest.fn(async () => ({ items: [machine('web01')] }));
    await show({ listMachines }, '?outdated=true&environment=production');
    const found = within(await row('web01'));
    expect(found.getByText('module v1, provider 1.26.0')).toBeInTheDocument();
    expect(
      found.getByText('new machines: module v2, provider 2.16.1'),
    ).toBeInTheDocument();
    expect(listMachines).toHaveBeenCalledWith(
      expect.objectContaining({ outdated: true, environment: 'production' }),
      expect.anything(),
    );
    expect(
      screen.getByRole('switch', { name: 'On an old module or provider' }),
    ).toBeChecked();
  });

  it('says that there is none, or that none matches', async () => {
    const listMachines = async () => ({ items: [] });
    const { unmount } = await show({ listMachines });
    expect(
      await screen.findByText(
        'There is no machine yet that came from a request.',
      ),
    ).toBeInTheDocument();
    unmount();
    await show({ listMachines }, '?outdated=true');
    expect(
      await screen.findByText('No machine matches these filters.'),
    ).toBeInTheDocument();
  });

  it('says before what may restart and what is left out, and has the rest upgraded in turn', async () => {
    const user = userEvent.setup();
    const openBatch = jest.fn(async () => ({ id: 'batch-1' }));
    await show({
      listMachines: async () => ({
        items: ['web01', 'web02', 'web03'].map(machine),
      }),
      previewOperation: async id =>
        id === 'id-web02'
          ? { does: [], problems: ['Request 01K on it is open.'] }
          : {
              does: ['Module: v1 to v2.'],
              interrupts:
                id === 'id-web03' ? 'The machine may be restarted.' : undefined,
              problems: [],
            },
      openBatch: openBatch as unknown as VmRequestsApi['openBatch'],
    });
    for (const name of ['web01', 'web02', 'web03']) {
      await user.click(within(await row(name)).getByRole('checkbox'));
    }
    await user.click(
      screen.getByRole('button', { name: 'Upgrade 3 machines in turn' }),
    );
    expect(
      await screen.findByText('2 of 3 can be upgraded.'),
    ).toBeInTheDocument();
    expect(screen.getByText('1 of them may be restarted')).toBeInTheDocument();
    expect(
      within(await row('web02')).getByText('Request 01K on it is open.'),
    ).toBeInTheDocument();
    await user.type(screen.getByLabelText(/^Reason/), 'New module');
    await user.click(
      screen.getByRole('button', { name: 'Request 2 upgrades in turn' }),
    );
    await waitFor(() =>
      expect(openBatch).toHaveBeenCalledWith({
        idempotencyKey: expect.stringMatching(/^[0-9a-f]{32}$/),
        kind: 'upgrade',
        reason: 'New module',
        inTurn: true,
        machines: [{ id: 'id-web01' }, { id: 'id-web03' }],
      }),
    );
  });

  it('sends the same key again where no answer came', async () => {
    const user = userEvent.setup();
    const openBatch = jest
      .fn<Promise<{ id: string }>, [{ idempotencyKey?: string }]>()
      .mockRejectedValueOnce(new Error('The connection was lost'))
      .mockResolvedValueOnce({ id: 'batch-1' });
    await show({
      listMachines: async () => ({ items: [machine('web01')] }),
      previewOperation: async () => ({ does: ['v1 to v2.'], problems: [] }),
      openBatch: openBatch as unknown as VmRequestsApi['openBatch'],
    });
    await user.click(within(await row('web01')).getByRole('checkbox'));
    await user.click(screen.getByRole('button', { name: 'Upgrade 1 machine' }));
    await user.type(await screen.findByLabelText(/^Reason/), 'New module');
    const send = () =>
      user.click(screen.getByRole('button', { name: 'Request 1 upgrade' }));
    await send();
    expect(
      await screen.findByText('The upgrades could not be requested'),
    ).toBeInTheDocument();
    await send();
    await waitFor(() => expect(openBatch).toHaveBeenCalledTimes(2));
    const [[first], [second]] = openBatch.mock.calls;
    expect(first.idempotencyKey).toBe(second.idempotencyKey);
  });

  it('has them upgraded from a start on', async () => {
    const user = userEvent.setup();
    const openBatch = jest.fn(async () => ({ id: 'batch-1' }));
    await show({
      getPolicy: async () => ({ ...policy, timeZone: 'Europe/Berlin' }),
      listMachines: async () => ({ items: [machine('web01')] }),
      previewOperation: async () => ({ does: ['v1 to v2.'], problems: [] }),
      openBatch: openBatch as unknown as VmRequestsApi['openBatch'],
    });
    await user.click(within(await row('web01')).getByRole('checkbox'));
    await user.click(screen.getByRole('button', { name: 'Upgrade 1 machine' }));
    expect(
      await screen.findByText(/^In the time of Europe\/Berlin/),
    ).toBeInTheDocument();
    fireEvent.change(screen.getByLabelText(/^Start/), {
      target: { value: '2026-12-03T22:00' },
    });
    await user.type(screen.getByLabelText(/^Reason/), 'New module');
    await user.click(screen.getByRole('button', { name: 'Request 1 upgrade' }));
    await waitFor(() =>
      expect(openBatch).toHaveBeenCalledWith(
        expect.objectContaining({
          machines: [
            { id: 'id-web01', values: { startAt: '2026-12-03T22:00' } },
          ],
        }),
      ),
    );
  });
});
