import { NotFoundError } from '@backstage/errors';
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { RequestForm, VmRequest } from '@backlot/plugin-vm-requests-common';
import { useLocation } from 'react-router-dom';
import { plannedRequest } from '../../__testUtils__/requests';
import { renderWithApi } from '../../__testUtils__/renderWithApi';
import { RequestAgain } from './RequestAgain';

const Address = () => {
  const { pathname, search } = useLocation();
  const values = new URLSearchParams(search).get('formData');
  return <output data-testid="address">{`${pathname} ${values}`}</output>;
};

const ended: VmRequest = {
  ...plannedRequest,
  state: 'done',
  lifecycle: 'active',
};

const form: RequestForm = {
  template: 'template:default/rhel9-vm',
  values: {
    name: 'web01',
    environment: 'production',
    place: { source: 'lab', datacenter: 'fra1' },
    startAt: '2026-11-21T20:00',
  },
};

function show(
  request: VmRequest,
  getForm: (id: string) => Promise<RequestForm> = async () => form,
) {
  return renderWithApi(
    <>
      <RequestAgain request={request} />
      <Address />
    </>,
    { getForm },
  );
}

async function pressed(): Promise<void> {
  await userEvent.click(screen.getByRole('button', { name: 'Request again' }));
}

describe('RequestAgain', () => {
  it('fills the form with what was requested, but for the name that its machine has', async () => {
    const getForm = jest.fn(async () => form);
    await show(ended, getForm);
    await pressed();

    await waitFor(() =>
      expect(screen.getByTestId('address')).toHaveTextContent(
        '/make/templates/default/rhel9-vm {"environment":"production","place":{"source":"lab","datacenter":"fra1"}}',
      ),
    );
    expect(getForm).toHaveBeenCalledWith(ended.id);
  });

  it('keeps a name that is free again', async () => {
    await show({ ...ended, state: 'rejected', lifecycle: 'gone' });
    await pressed();

    await waitFor(() =>
      expect(screen.getByTestId('address')).toHaveTextContent('"name":"web01"'),
    );
  });

  it('says why the form can not be opened', async () => {
    await show(ended, async () => {
      throw new NotFoundError('Choose a template');
    });
    await pressed();

    expect(await screen.findByRole('alert')).toHaveTextContent(
      'The form that this was requested with can’t be opened',
    );
    expect(screen.getByRole('alert')).toHaveTextContent('Choose a template');
  });

  it.each<[string, Partial<VmRequest>]>([
    ['an open request', { state: 'planned' }],
    ['an operation on a machine', { kind: 'resize' }],
  ])('is not offered for %s', async (_, change) => {
    await show({ ...ended, ...change });
    expect(screen.queryByRole('button', { name: 'Request again' })).toBeNull();
  });
});
