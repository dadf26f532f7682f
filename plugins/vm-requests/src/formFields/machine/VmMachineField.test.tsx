import { identityApiRef } from '@backstage/core-plugin-api';
import { ResponseError } from '@backstage/errors';
import { mockApis } from '@backstage/test-utils';
import { JsonObject } from '@backstage/types';
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { busyMachine, webMachine } from '../../__testUtils__/machines';
import { choose, formData, renderForm } from '../../__testUtils__/renderForm';
import { refusal } from '@backlot/ui-common/testUtils';
import { VmRequestsApi } from '../../api/VmRequestsApi';
import { vmMachineField } from './VmMachineField';

const other = { ...webMachine, id: 'other', fqdn: 'db01.prod.acme.example' };

const getMachines: VmRequestsApi['getMachines'] = async ({ owner } = {}) => ({
  items: owner === webMachine.owner ? [webMachine, other] : [],
});

function show(options: {
  values?: JsonObject;
  requests?: Partial<VmRequestsApi>;
}) {
  return renderForm({
    fields: {
      machine: {
        field: vmMachineField,
        schema: {
          type: 'string',
          title: 'Machine',
          'ui:options': { operation: 'resize' },
        },
      },
    },
    values: options.values,
    requests: {
      getMachines,
      getMachine: async id => (id === other.id ? other : webMachine),
      ...options.requests,
    },
    apis: [
      [
        identityApiRef,
        mockApis.identity({
          userEntityRef: 'user:default/anna.weber',
          ownershipEntityRefs: ['user:default/anna.weber', webMachine.owner],
        }),
      ],
    ],
  });
}

describe('VmMachineField', () => {
  it('shows which machine the form is about', async () => {
    await show({ values: { machine: webMachine.id } });

    expect(await screen.findByText('web01.prod.acme.example')).toBeVisible();
    expect(screen.getByText('10.20.110.7')).toBeVisible();
    expect(screen.getByText('production')).toBeVisible();
    expect(screen.getByText('team-payments')).toBeVisible();
    expect(screen.getByText('2 CPUs, 4 GiB memory, 40 GiB disk')).toBeVisible();
    expect(screen.queryByRole('alert')).toBeNull();
    expect(formData()).toEqual({ machine: webMachine.id });
  });

  it('lets another of the own machines be chosen', async () => {
    await show({ values: { machine: webMachine.id } });
    await userEvent.click(
      await screen.findByRole('button', { name: 'Choose another machine' }),
    );
    await screen.findByText('One of yours, or of one of your groups');

    await choose(/^Machine/, /^db01/);

    expect(formData()).toEqual({ machine: 'other' });
    expect(await screen.findAllByText('db01.prod.acme.example')).toHaveLength(
      2,
    );
  });

  it('asks for one where the form begins with none', async () => {
    await show({});
    await screen.findByText('One of yours, or of one of your groups');

    await choose(/^Machine/, /^web01/);

    expect(await screen.findByText('10.20.110.7')).toBeVisible();
    expect(formData()).toEqual({ machine: webMachine.id });
  });

  it('says why the operation cannot be asked of it, and leads to the request', async () => {
    await show({
      values: { machine: webMachine.id },
      requests: { getMachine: async () => busyMachine },
    });

    expect(await screen.findByRole('alert')).toHaveTextContent(
      /This cannot be asked of the machine now.*is open/,
    );
    expect(
      screen.getByRole('link', { name: 'See that request' }),
    ).toHaveAttribute('href', '/vm-requests/01JD0000000000000000000009');
  });

  it('says that one may not see it', async () => {
    const error = await ResponseError.fromResponse(
      refusal(403, 'NotAllowedError', 'Not yours.'),
    );
    await show({
      values: { machine: webMachine.id },
      requests: {
        getMachine: async () => {
          throw error;
        },
      },
    });

    expect(
      await screen.findByText('You have no permission to see the machine'),
    ).toBeVisible();
  });

  it('says what went wrong with the list, and tries again', async () => {
    const list = jest
      .fn(getMachines)
      .mockRejectedValueOnce(new Error('The backend is away.'));
    await show({ requests: { getMachines: list } });
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'The backend is away.',
    );

    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));

    await waitFor(() => expect(screen.queryByRole('alert')).toBeNull());
    await choose(/^Machine/, /^db01/);
    expect(formData()).toEqual({ machine: 'other' });
  });
});
