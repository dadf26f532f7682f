import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { LedgerMachineDetail } from '@backlot/plugin-vm-requests-common';
import { busyMachine, webMachine } from '../../__testUtils__/machines';
import { renderWithApi } from '../../__testUtils__/renderWithApi';
import { VmRequestsApi } from '../../api/VmRequestsApi';
import { MachineOperations } from './MachineOperations';

const onChange = jest.fn();

function show(machine: LedgerMachineDetail, api: Partial<VmRequestsApi> = {}) {
  return renderWithApi(
    <MachineOperations machine={machine} onChange={onChange} />,
    api,
  );
}

describe('MachineOperations', () => {
  beforeEach(() => onChange.mockReset());

  it('leads to the form of each operation, which begins with the machine', async () => {
    await show(webMachine);

    const list = screen.getByRole('list', {
      name: 'What can be asked of web01',
    });
    const links = within(list).getAllByRole('link');
    expect(
      links.map(link => {
        const url = new URL(link.getAttribute('href')!, 'http://localhost');
        return [
          link.textContent,
          url.pathname,
          url.searchParams.get('formData'),
        ];
      }),
    ).toEqual([
      [
        'Resize',
        '/make/templates/default/vm-resize',
        `{"machine":"${webMachine.id}"}`,
      ],
      [
        'Decommission',
        '/make/templates/default/vm-decommission',
        `{"machine":"${webMachine.id}"}`,
      ],
    ]);
    expect(links[0]).toHaveAccessibleDescription(/lets disks grow/);
  });

  it('says for whom it was requested, where that is not who sent it', async () => {
    await show({ ...webMachine, requestedFor: 'group:default/team-search' });

    expect(screen.getByText(/It was requested for/)).toHaveTextContent(
      /team-search/,
    );
  });

  it('says once what keeps all of them from being asked for, and leads to it', async () => {
    await show(busyMachine);

    const words = /Request 01JD0000000000000000000009 on it is open/;
    expect(screen.getAllByText(words)).toHaveLength(1);
    expect(
      screen.getByRole('link', { name: 'See that request' }),
    ).toHaveAttribute('href', '/vm-requests/01JD0000000000000000000009');
    for (const name of ['Resize', 'Decommission']) {
      const button = screen.getByRole('button', { name });
      expect(button).toBeDisabled();
      expect(button).toHaveAccessibleDescription(words);
    }
  });

  it('says of one that cannot be asked for why, beside those that can', async () => {
    await show({
      ...webMachine,
      isProtected: true,
      operations: webMachine.operations.map(offer =>
        offer.kind === 'decommission'
          ? { ...offer, refusal: 'web01 is protected.' }
          : offer,
      ),
    });

    expect(screen.getByRole('link', { name: 'Resize' })).toBeVisible();
    const button = screen.getByRole('button', { name: 'Decommission' });
    expect(button).toBeDisabled();
    expect(button).toHaveAccessibleDescription('web01 is protected.');
    expect(screen.getByText('Protected')).toBeVisible();
  });

  it('protects a machine, with a reason', async () => {
    const protect = jest.fn(async () => webMachine);
    await show(webMachine, { protect });

    await userEvent.click(screen.getByRole('button', { name: 'Protect' }));
    const dialog = await screen.findByRole('dialog', {
      name: 'Protect web01 from being decommissioned?',
    });
    const confirm = within(dialog).getByRole('button', { name: 'Protect' });
    expect(confirm).toBeDisabled();
    await userEvent.type(
      within(dialog).getByLabelText(/Reason/),
      'Holds the till',
    );
    await userEvent.click(confirm);

    await waitFor(() => expect(onChange).toHaveBeenCalled());
    expect(protect).toHaveBeenCalledWith(webMachine.id, {
      isProtected: true,
      reason: 'Holds the till',
    });
  });

  it('takes protection away, and says why it could not', async () => {
    const protect = jest.fn(async () => {
      throw new Error('Somebody has asked to end it.');
    });
    await show({ ...webMachine, isProtected: true }, { protect });

    await userEvent.click(
      screen.getByRole('button', { name: 'Take protection away' }),
    );
    const dialog = await screen.findByRole('dialog');
    await userEvent.type(within(dialog).getByLabelText(/Reason/), 'No longer');
    await userEvent.click(
      within(dialog).getByRole('button', { name: 'Take protection away' }),
    );

    expect(
      await screen.findByText('Somebody has asked to end it.'),
    ).toBeVisible();
    expect(protect).toHaveBeenCalledWith(webMachine.id, {
      isProtected: false,
      reason: 'No longer',
    });
    expect(onChange).not.toHaveBeenCalled();
  });

  it('offers protection to nobody else', async () => {
    await show({ ...webMachine, mayProtect: false });

    expect(screen.getByRole('link', { name: 'Resize' })).toBeVisible();
    expect(screen.queryByRole('button', { name: 'Protect' })).toBeNull();
  });
});
