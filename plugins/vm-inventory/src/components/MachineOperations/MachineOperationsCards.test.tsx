import { ResponseError } from '@backstage/errors';
import { entityRouteRef } from '@backstage/plugin-catalog-react';
import { renderInTestApp, TestApiProvider } from '@backstage/test-utils';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  MachineOperation,
  MachineOperationsOffer,
  MachineSnapshotFacts,
  PowerState,
} from '@backlot/plugin-vm-inventory-common';
import {
  VmInventoryApi,
  vmInventoryApiRef,
} from '@backlot/plugin-vm-inventory-react';
import { machine } from '../../__testUtils__/inventory';
import { MachineOperationsCards } from './MachineOperationsCards';

const allowed: MachineOperationsOffer = {
  power: { allowed: true },
  snapshots: { allowed: true },
};
const anna = 'user:default/anna.weber';
const mounted = {
  mountedRoutes: { '/catalog/:namespace/:kind/:name': entityRouteRef },
};

/** An inventory that remembers what was asked of it, and ends it when told to. */
class Operations {
  readonly asked: unknown[] = [];
  offer = allowed;
  history: MachineOperation[] = [];
  snapshots: MachineSnapshotFacts[] = [];
  refusal: Error | undefined;
  older: MachineOperation[] | undefined;

  begin(operation: MachineOperation['operation'], ...input: unknown[]) {
    this.asked.push([operation, ...input]);
    if (this.refusal) {
      throw this.refusal;
    }
    const begun: MachineOperation = {
      id: `01JD${this.history.length}`,
      at: new Date().toISOString(),
      by: anna,
      source: 'fra',
      machine: 'vm-web01',
      machineName: 'web01',
      operation,
      outcome: 'running',
    };
    this.history = [begun, ...this.history];
    this.offer = { ...this.offer, running: begun };
    return begun;
  }

  end(outcome: MachineOperation['outcome'], error?: string) {
    const [begun, ...rest] = this.history;
    this.history = [{ ...begun, outcome, error }, ...rest];
    this.offer = { ...this.offer, running: undefined };
  }

  get api(): VmInventoryApi {
    return {
      getOfferedOperations: async () => this.offer,
      listSnapshots: async () => ({ items: this.snapshots }),
      listMachineOperations: async (_, { cursor } = {}) =>
        cursor
          ? { items: this.older ?? [] }
          : {
              items: this.history,
              nextCursor: this.older && 'older',
            },
      changePower: async (_, request) =>
        this.begin(request.operation, request.force ?? false),
      takeSnapshot: async (_, request) => this.begin('take-snapshot', request),
      revertToSnapshot: async (_, id) => this.begin('revert-snapshot', id),
      deleteSnapshot: async (_, id) => this.begin('delete-snapshot', id),
    } as Partial<VmInventoryApi> as VmInventoryApi;
  }
}

describe('MachineOperationsCards', () => {
  let operations: Operations;
  const onChange = jest.fn();

  beforeEach(() => {
    operations = new Operations();
    onChange.mockClear();
  });

  const show = (power: PowerState = 'on') =>
    renderInTestApp(
      <TestApiProvider apis={[[vmInventoryApiRef, operations.api]]}>
        <MachineOperationsCards
          machine={machine({ name: 'web01', power })}
          onChange={onChange}
        />
      </TestApiProvider>,
      mounted,
    );

  const button = (name: string) => screen.findByRole('button', { name });
  const dialog = () => screen.findByRole('dialog');
  const confirm = async (name: string) =>
    userEvent.click(within(await dialog()).getByRole('button', { name }));

  it.each([
    ['on', ['Shut down', 'Restart', 'Suspend', 'Power off', 'Reset']],
    ['off', ['Power on']],
    ['suspended', ['Power on', 'Power off']],
  ] as const)('offers a machine that is %s %j', async (power, names) => {
    await show(power);
    for (const name of names) {
      expect(await button(name)).toBeEnabled();
    }
    const all = screen.getAllByRole('button').map(each => each.textContent);
    expect(all.filter(name => name !== 'Take snapshot')).toEqual(names);
  });

  it('says what it does and interrupts, does it, and shows how it goes', async () => {
    await show();
    await userEvent.click(await button('Shut down'));
    expect(await dialog()).toHaveTextContent(
      /Whoever uses the machine is interrupted/,
    );
    await userEvent.click(
      within(await dialog()).getByRole('checkbox', { name: /Cut the power/ }),
    );
    await confirm('Shut down');

    expect(await screen.findByText('Shut down: under way')).toBeInTheDocument();
    expect(operations.asked).toEqual([['shut-down', true]]);
    expect(await button('Restart')).toBeDisabled();

    operations.end('done');
    expect(
      await screen.findByText('Shut down: done', {}, { timeout: 10_000 }),
    ).toBeInTheDocument();
    await waitFor(() => expect(onChange).toHaveBeenCalled());
    expect(await button('Restart')).toBeEnabled();
  }, 20_000);

  it('says why it failed, and that nobody knows where nobody does', async () => {
    await show();
    await userEvent.click(await button('Restart'));
    await confirm('Restart');
    await screen.findByText('Restart: under way');
    operations.end('failed', 'VMware Tools do not run in it.');
    const alert = await screen.findByRole('alert', {}, { timeout: 10_000 });
    expect(alert).toHaveTextContent(
      /Restart did not work.*VMware Tools do not run in it/,
    );
  }, 20_000);

  it('keeps the dialog with the words of a refusal', async () => {
    operations.refusal = new Error("'web01' is being changed");
    await show();
    await userEvent.click(await button('Reset'));
    await confirm('Reset');
    expect(await within(await dialog()).findByRole('alert')).toHaveTextContent(
      /Reset did not work.*is being changed/,
    );
  });

  it('says what is missing in place of doing anything', async () => {
    const reason = "Source 'fra' has no account that may write.";
    operations.offer = {
      power: { allowed: false, reason },
      snapshots: { allowed: false, reason },
    };
    await show();
    expect(await button('Shut down')).toBeDisabled();
    expect(await button('Take snapshot')).toBeDisabled();
    expect(await screen.findAllByText(reason)).toHaveLength(2);
  });

  it('takes a snapshot with a name, and says what a revert leads to', async () => {
    await show();
    await userEvent.click(await button('Take snapshot'));
    const confirmation = within(await dialog()).getByRole('button', {
      name: 'Take snapshot',
    });
    expect(confirmation).toBeDisabled();
    await userEvent.type(
      within(await dialog()).getByRole('textbox', { name: /Name/ }),
      'before',
    );
    await userEvent.click(
      within(await dialog()).getByRole('radio', { name: /Disks and memory/ }),
    );
    await userEvent.click(confirmation);
    await screen.findByText(/Take snapshot: under way/);
    expect(operations.asked).toEqual([
      ['take-snapshot', { name: 'before', memory: true }],
    ]);
  });

  it('lists snapshots with who took them, warns of old ones, reverts and deletes', async () => {
    operations.snapshots = [
      {
        id: 's-1',
        name: 'old',
        createdAt: '2026-01-01T00:00:00.000Z',
        current: false,
        power: 'off',
      },
      {
        id: 's-2',
        name: 'new',
        parent: 's-1',
        createdAt: new Date().toISOString(),
        current: true,
        takenBy: anna,
        sizeBytes: 2 * 1024 ** 3,
      },
    ];
    await show();
    const table = await screen.findByRole('table', { name: 'Snapshots' });
    expect(within(table).getByText('new (current)')).toBeInTheDocument();
    expect(
      within(table).getByRole('link', { name: /anna\.weber/ }),
    ).toHaveAttribute('href', '/catalog/default/user/anna.weber');
    expect(within(table).getByText('2 GiB')).toBeInTheDocument();
    expect(
      await screen.findByText("'old' is more than three days old"),
    ).toBeInTheDocument();

    await userEvent.click(await button('Revert to old'));
    expect(await dialog()).toHaveTextContent(
      /All that was written since is lost.*Afterwards it is off/,
    );
    await confirm('Revert');
    await screen.findByText(/Revert to snapshot: under way/);
    operations.end('done');
    await screen.findByText(
      /Revert to snapshot: done/,
      {},
      { timeout: 10_000 },
    );
    await userEvent.click(await button('Delete new'));
    await confirm('Delete');
    await waitFor(() =>
      expect(operations.asked).toEqual([
        ['revert-snapshot', 's-1'],
        ['delete-snapshot', 's-2'],
      ]),
    );
  }, 30_000);

  it('shows who did what, page by page', async () => {
    operations.begin('suspend');
    operations.end('failed', 'vCenter refused');
    operations.older = [
      {
        ...operations.history[0],
        id: '01JA',
        operation: 'power-on',
        outcome: 'done',
        error: undefined,
        via: 'plugin:scaffolder',
      },
    ];
    await show();
    const table = await screen.findByRole('table', { name: 'History' });
    expect(within(table).getByText('vCenter refused')).toBeInTheDocument();
    await userEvent.click(await button('Older'));
    expect(
      await within(table).findByText(/, by plugin:scaffolder$/),
    ).toBeInTheDocument();
    expect(screen.queryByRole('button', { name: 'Older' })).toBeNull();
  });

  it('says of a source that has no snapshots that it has none', async () => {
    const refused = await ResponseError.fromResponse(
      new Response(
        JSON.stringify({
          error: { name: 'NotImplementedError', message: 'It cannot do it.' },
          response: { statusCode: 501 },
        }),
        { status: 501, headers: { 'content-type': 'application/json' } },
      ),
    );
    const api = {
      ...operations.api,
      listSnapshots: async () => {
        throw refused;
      },
    };
    await renderInTestApp(
      <TestApiProvider apis={[[vmInventoryApiRef, api]]}>
        <MachineOperationsCards
          machine={machine({ name: 'web01' })}
          onChange={onChange}
        />
      </TestApiProvider>,
      mounted,
    );
    expect(await screen.findByText('It cannot do it.')).toBeInTheDocument();
    expect(screen.queryByRole('button', { name: 'Take snapshot' })).toBeNull();
  });
});
