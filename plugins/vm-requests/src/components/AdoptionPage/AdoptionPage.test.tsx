import { Entity } from '@backstage/catalog-model';
import { identityApiRef } from '@backstage/core-plugin-api';
import { ResponseError } from '@backstage/errors';
import { mockApis } from '@backstage/test-utils';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { refusal } from '@backlot/ui-common/testUtils';
import { vmInventoryApiRef } from '@backlot/plugin-vm-inventory-react';
import {
  OperationPreview,
  UnrequestedMachine,
} from '@backlot/plugin-vm-requests-common';
import { liveSource, policy, serveCompany } from '../../__testUtils__/company';
import { renderWithApi } from '../../__testUtils__/renderWithApi';
import { choose } from '../../__testUtils__/renderForm';
import { VmRequestsApi } from '../../api/VmRequestsApi';
import { AdoptionPage } from './AdoptionPage';

function machine(name: string): UnrequestedMachine {
  return {
    source: 'lab',
    id: `vm-${name}`,
    name,
    power: 'on',
    cpus: 2,
    memoryMib: 4096,
    guestId: 'rhel9_64Guest',
    cluster: 'fra1-dev-01',
    folder: 'old/payments',
  };
}

const stays: OperationPreview = { does: ['It stays.'], problems: [] };

function page(items: UnrequestedMachine[], nextCursor?: string) {
  return { items, nextCursor, stale: [] };
}

function show(
  api: Partial<VmRequestsApi>,
  url: string = '',
  entities: Entity[] = [],
) {
  return renderWithApi(
    <AdoptionPage />,
    { getPolicy: async () => policy, ...api },
    `/vm-requests/adopt${url}`,
    entities,
    [
      [
        vmInventoryApiRef,
        {
          ...serveCompany(),
          getSources: async () => ({ items: [liveSource] }),
        },
      ],
      [
        identityApiRef,
        mockApis.identity({ userEntityRef: 'user:default/anna.weber' }),
      ],
    ],
  );
}

const row = (name: string) => screen.findByRole('row', { name: RegExp(name) });

describe('AdoptionPage', () => {
  it('lists what nobody requested, by filters that are in the URL', async () => {
    const getUnrequestedMachines = jest.fn(async () =>
      page([machine('old01')]),
    );
    await show(
      { getUnrequestedMachines },
      '?folder=lab%2Fgroup-v1&guest=rhel9_64Guest&search=old',
    );
    expect(
      within(await row('old01')).getByText('old/payments'),
    ).toBeInTheDocument();
    expect(getUnrequestedMachines).toHaveBeenCalledWith(
      expect.objectContaining({
        source: 'lab',
        folder: 'group-v1',
        guestId: 'rhel9_64Guest',
        search: 'old',
      }),
      expect.anything(),
    );
  });

  it('says that there is nothing, that nothing matches, and what is not followed', async () => {
    const { unmount } = await show({
      getUnrequestedMachines: async () => page([]),
    });
    expect(
      await screen.findByText(
        'All machines that you may see came from requests.',
      ),
    ).toBeInTheDocument();
    unmount();
    await show(
      {
        getUnrequestedMachines: async () => ({ ...page([]), stale: ['ams'] }),
      },
      '?search=nothing',
    );
    expect(
      await screen.findByText(
        'No machine that nobody requested matches these filters.',
      ),
    ).toBeInTheDocument();
    expect(screen.getByText('Not followed live now: ams')).toBeInTheDocument();
  });

  it('says that one may not see them, and what went wrong', async () => {
    const error = await ResponseError.fromResponse(
      refusal(403, 'NotAllowedError', 'no'),
    );
    await show({
      getUnrequestedMachines: async () => {
        throw error;
      },
    });
    expect(
      await screen.findByText(
        'You have no permission to see machines that nobody requested',
      ),
    ).toBeInTheDocument();
  });

  it('asks for the stack where the environment has several', async () => {
    const user = userEvent.setup();
    const { development, production } = policy.environments;
    const openAdoptions = jest.fn(async () => ({ id: 'batch-1' }));
    const previewAdoption = jest.fn(async () => stays);
    await show({
      getPolicy: async () => ({
        ...policy,
        stacks: { default: { title: 'Platform' }, payments: {} },
        environments: {
          development,
          production: { ...production, stacks: ['payments', 'default'] },
        },
      }),
      getUnrequestedMachines: async () => page([machine('old01')]),
      previewAdoption,
      openAdoptions: openAdoptions as unknown as VmRequestsApi['openAdoptions'],
    });
    await user.click(within(await row('old01')).getByRole('checkbox'));
    await user.click(
      await screen.findByRole('button', { name: 'Adopt 1 machine' }),
    );
    await choose(/^Environment/, /^Development/);
    expect(screen.queryByLabelText(/^Stack/)).toBeNull();
    await choose(/^Environment/, /^Production/);
    expect(await screen.findByLabelText(/^Stack/)).toHaveTextContent(
      'payments',
    );
    await choose(/^Stack/, /Platform/);
    await choose(/^Owner/, /\(you\)$/);
    expect(
      await screen.findByText('All 1 can be adopted.'),
    ).toBeInTheDocument();
    await user.type(screen.getByLabelText(/^Reason/), 'It was ours');
    await user.click(
      screen.getByRole('button', { name: 'Request 1 adoption' }),
    );

    await waitFor(() =>
      expect(openAdoptions).toHaveBeenCalledWith(
        expect.objectContaining({
          environment: 'production',
          stack: 'default',
        }),
      ),
    );
    expect(previewAdoption).toHaveBeenLastCalledWith(
      expect.objectContaining({ stack: 'default' }),
      expect.anything(),
    );
  });

  it('has who decides there adopt for any group', async () => {
    const user = userEvent.setup();
    const previewAdoption = jest.fn(async () => stays);
    await show(
      {
        getUnrequestedMachines: async () => page([machine('old01')]),
        previewAdoption,
      },
      '',
      [
        {
          apiVersion: 'backstage.io/v1alpha1',
          kind: 'User',
          metadata: { name: 'anna.weber' },
          spec: {},
          relations: [
            { type: 'memberOf', targetRef: 'group:default/vm-approvers' },
          ],
        },
        {
          apiVersion: 'backstage.io/v1alpha1',
          kind: 'Group',
          metadata: { name: 'team-search' },
          spec: { type: 'team', children: [] },
        },
      ],
    );
    await user.click(within(await row('old01')).getByRole('checkbox'));
    await user.click(
      await screen.findByRole('button', { name: 'Adopt 1 machine' }),
    );
    await choose(/^Environment/, /^Production/);
    await waitFor(() =>
      expect(screen.getByLabelText(/^Owner/)).not.toHaveAttribute(
        'aria-disabled',
      ),
    );
    await choose(/^Owner/, /^team-search$/);
    await waitFor(() =>
      expect(previewAdoption).toHaveBeenCalledWith(
        expect.objectContaining({ owner: 'group:default/team-search' }),
        expect.anything(),
      ),
    );
  });

  it('has those adopted that can be, and says why not the others', async () => {
    const user = userEvent.setup();
    const openAdoptions = jest.fn(async () => ({ id: 'batch-1' }));
    await show({
      getUnrequestedMachines: async ({ cursor } = {}) =>
        cursor
          ? page([machine('old03')])
          : page([machine('old01'), machine('old02')], 'next'),
      previewAdoption: async ({ machine: id }) =>
        id === 'vm-old02'
          ? { does: [], problems: ['It has snapshots (before).'] }
          : stays,
      openAdoptions: openAdoptions as unknown as VmRequestsApi['openAdoptions'],
    });
    await row('old01');
    expect(
      screen.getByRole('button', { name: 'Adopt 0 machines' }),
    ).toBeDisabled();
    await user.click(screen.getByRole('button', { name: 'Choose all' }));
    await user.click(
      await screen.findByRole('button', { name: 'Adopt 3 machines' }),
    );

    await choose(/^Environment/, /^Production/);
    await choose(/^Owner/, /\(you\)$/);
    expect(
      await screen.findByText(
        '2 of 3 can be adopted. The others are left out.',
      ),
    ).toBeInTheDocument();
    expect(
      within(await row('old02')).getByText('It has snapshots (before).'),
    ).toBeInTheDocument();
    const send = screen.getByRole('button', { name: 'Request 2 adoptions' });
    expect(send).toBeDisabled();
    await user.type(screen.getByLabelText(/^Reason/), 'They were ours');
    await user.click(send);
    await waitFor(() =>
      expect(openAdoptions).toHaveBeenCalledWith({
        idempotencyKey: expect.any(String),
        environment: 'production',
        blueprint: 'rhel9-vm',
        owner: 'user:default/anna.weber',
        reason: 'They were ours',
        machines: ['old01', 'old03'].map(name => ({
          source: 'lab',
          machine: `vm-${name}`,
        })),
      }),
    );
  });
});
