import { ResponseError } from '@backstage/errors';
import { TestApiProvider } from '@backstage/test-utils';
import { Machine, MachineDetails } from '@backlot/plugin-vm-inventory-common';
import {
  VmInventoryApi,
  vmInventoryApiRef,
} from '@backlot/plugin-vm-inventory-react';
import { render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { machine } from '../../__testUtils__/inventory';
import { DetailsCards } from './DetailsCards';

const GIB = 1024 ** 3;

const details: MachineDetails = {
  asOf: '2026-11-21T12:00:00.000Z',
  disks: [
    {
      label: 'Hard disk 1',
      capacityBytes: 40 * GIB,
      datastore: 'datastore-1',
      file: '[fast-01] web01/web01.vmdk',
      thin: true,
      controller: 'SCSI controller 0',
    },
    {
      label: 'Hard disk 2',
      capacityBytes: 100 * GIB,
      datastore: 'datastore-9',
      thin: false,
    },
    { label: 'Hard disk 3', capacityBytes: GIB },
  ],
  networkCards: [
    {
      label: 'Network adapter 1',
      adapterType: 'vmxnet3',
      macAddress: '00:50:56:00:00:04',
      connected: true,
      network: 'network-1',
      addresses: ['10.20.110.7', 'fe80::4'],
    },
    {
      label: 'Network adapter 2',
      adapterType: 'e1000',
      connected: false,
      network: 'network-9',
      addresses: [],
    },
  ],
  tools: { state: 'running', version: '12.3.5', versionStatus: 'unmanaged' },
  guest: {
    fullName: 'Red Hat Enterprise Linux 9 (64-bit)',
    hostName: 'web01.acme.example',
  },
  hardwareVersion: 'vmx-19',
  firmware: 'efi',
  storage: { committedBytes: 90 * GIB, uncommittedBytes: 51 * GIB },
  createdAt: '2025-03-01T08:00:00.000Z',
  bootedAt: '2026-10-01T08:00:00.000Z',
  snapshots: [
    { name: 'before the update', createdAt: '2026-09-30T20:00:00.000Z' },
  ],
};

const names = {
  datastores: new Map([['datastore-1', 'fast-01']]),
  networks: new Map([['network-1', 'dev-app']]),
};

function refusal(statusCode: number, name: string, message: string) {
  return ResponseError.fromResponse({
    ok: false,
    status: statusCode,
    statusText: name,
    headers: new Headers({ 'content-type': 'application/json' }),
    text: async () =>
      JSON.stringify({ error: { name, message }, response: { statusCode } }),
  } as unknown as Response);
}

function show(getMachineDetails: VmInventoryApi['getMachineDetails']) {
  const page = (shown: Machine) => (
    <TestApiProvider
      apis={[
        [
          vmInventoryApiRef,
          { getMachineDetails } as Partial<VmInventoryApi> as VmInventoryApi,
        ],
      ]}
    >
      <DetailsCards machine={shown} names={names} />
    </TestApiProvider>
  );
  const { rerender } = render(page(machine({ name: 'web01' })));
  return {
    switchOff: () => rerender(page(machine({ name: 'web01', power: 'off' }))),
  };
}

const rowsOf = async (name: string) =>
  within(await screen.findByRole('table', { name }))
    .getAllByRole('row')
    .map(row => [...row.children].map(cell => cell.textContent));

const definitionOf = async (term: string) =>
  (await screen.findByText(term, { selector: 'dt' })).nextElementSibling;

describe('DetailsCards', () => {
  it('shows each disk with its datastore, and what they take', async () => {
    show(async () => details);
    expect((await rowsOf('Disks')).slice(1)).toEqual([
      [
        'Hard disk 1[fast-01] web01/web01.vmdk',
        '40 GiB',
        'fast-01',
        'Thin',
        'SCSI controller 0',
      ],
      ['Hard disk 2', '100 GiB', 'datastore-9', 'Thick', '–'],
      ['Hard disk 3', '1 GiB', '–', '–', '–'],
    ]);
    expect(
      screen.getByText('90 GiB taken of 141 GiB at most'),
    ).toBeInTheDocument();
  });

  it('shows each network card with its network and addresses', async () => {
    show(async () => details);
    expect((await rowsOf('Network cards')).slice(1)).toEqual([
      [
        'Network adapter 1vmxnet3',
        '00:50:56:00:00:04',
        'dev-app',
        'Yes',
        '10.20.110.7fe80::4',
      ],
      ['Network adapter 2e1000', '–', 'network-9', 'No', '–'],
    ]);
  });

  it('shows guest, tools and dates, the exact ones on hover', async () => {
    show(async () => details);
    expect(await definitionOf('Guest')).toHaveTextContent(
      'Red Hat Enterprise Linux 9 (64-bit)',
    );
    expect(await definitionOf('Host name')).toHaveTextContent(
      'web01.acme.example',
    );
    expect(await definitionOf('Tools')).toHaveTextContent(
      'Running, version 12.3.5, managed by the guest',
    );
    expect(await definitionOf('Firmware')).toHaveTextContent('EFI');
    const created = (await definitionOf('Created'))!.querySelector('time');
    expect(created).toHaveAttribute('datetime', details.createdAt);
    expect(created!.title).toContain('2025');
    expect(await definitionOf('Switched on')).toBeInTheDocument();
    expect(await definitionOf('Snapshots')).toHaveTextContent(
      /^before the update, /,
    );
  });

  it('says where the source says nothing', async () => {
    const { asOf } = details;
    show(async () => ({
      asOf,
      disks: [],
      networkCards: [],
      guest: {},
      snapshots: [],
    }));
    expect(
      await screen.findByText('The source reports no disks.'),
    ).toBeInTheDocument();
    expect(
      screen.getByText('The source reports no network cards.'),
    ).toBeInTheDocument();
    expect(await definitionOf('Tools')).toHaveTextContent(
      'Not reported by the source',
    );
    expect(await definitionOf('Created')).toHaveTextContent(
      'Not reported by the source',
    );
    expect(await definitionOf('Snapshots')).toHaveTextContent('None');
    expect(screen.queryByText('Switched on')).toBeNull();
  });

  it('says that it is loading', () => {
    show(() => new Promise(() => {}));
    expect(
      screen.getByRole('status', { name: /^Loading disks/ }),
    ).toBeInTheDocument();
    expect(
      screen.getByRole('heading', { name: 'Network cards' }),
    ).toBeInTheDocument();
  });

  it('says what went wrong, and asks again when told to', async () => {
    const ask = jest
      .fn(async () => details)
      .mockRejectedValueOnce(
        await refusal(
          503,
          'ServiceUnavailableError',
          "vCenter 'fra' did not answer. Check that it is reachable.",
        ),
      );
    show(ask);
    expect(await screen.findByRole('alert')).toHaveTextContent(
      "vCenter 'fra' did not answer. Check that it is reachable.",
    );
    expect(screen.queryByRole('table')).toBeNull();

    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));

    expect(await rowsOf('Disks')).toHaveLength(4);
    expect(screen.queryByRole('alert')).toBeNull();
  });

  it('says of a source that cannot be asked that it shows no details', async () => {
    const error = await refusal(
      501,
      'NotImplementedError',
      "Source 'fra' shows no disks.",
    );
    show(async () => {
      throw error;
    });
    expect(
      await screen.findByText("Source 'fra' shows no disks."),
    ).toBeInTheDocument();
    expect(screen.queryByRole('alert')).toBeNull();
    expect(screen.queryByRole('heading')).toBeNull();
  });

  it('asks again when the machine was switched off', async () => {
    const ask = jest.fn(async () => details);
    const { switchOff } = show(ask);
    await rowsOf('Disks');
    switchOff();
    await rowsOf('Disks');
    expect(ask).toHaveBeenCalledTimes(2);
  });
});
