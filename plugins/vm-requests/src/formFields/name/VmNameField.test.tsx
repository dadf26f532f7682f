import { ResponseError } from '@backstage/errors';
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { NameAvailability } from '@backlot/plugin-vm-requests-common';
import { formData, next, renderForm } from '../../__testUtils__/renderForm';
import { VmRequestsApi } from '../../api/VmRequestsApi';
import { vmNameField } from './VmNameField';

function show(
  checkName: VmRequestsApi['checkName'],
  values: { environment?: string; name?: string; network?: string } = {
    environment: 'production',
  },
) {
  return renderForm({
    fields: {
      name: { field: vmNameField, schema: { type: 'string', title: 'Name' } },
    },
    required: ['name'],
    values,
    requests: { checkName },
  });
}

const answer = (
  name: string,
  change: Partial<NameAvailability>,
): NameAvailability => ({
  name,
  fqdn: `${name}.prod.acme.example`,
  available: true,
  ...change,
});

const problem = () => screen.findByRole('alert');

describe('VmNameField', () => {
  it('says what is wrong with a malformed name, and asks nobody', async () => {
    const checkName = jest.fn();
    await show(checkName);

    await userEvent.type(screen.getByLabelText(/^Name/), 'Web_01');

    expect(await problem()).toHaveTextContent(/lowercase letters/i);
    expect(screen.getByLabelText(/^Name/)).toHaveAttribute(
      'aria-invalid',
      'true',
    );
    expect(screen.getByLabelText(/^Name/)).toHaveAccessibleDescription(
      /lowercase letters/,
    );
    expect(checkName).not.toHaveBeenCalled();
  });

  it('says that a name is free once one has stopped typing', async () => {
    const checkName = jest.fn(async ({ name }: { name: string }) =>
      answer(name, {}),
    );
    await show(checkName, { environment: 'production', network: 'db' });

    await userEvent.type(screen.getByLabelText(/^Name/), 'web01');
    expect(
      screen.getByText('Checking whether it is free …'),
    ).toBeInTheDocument();

    expect(
      await screen.findByText('web01.prod.acme.example is free.'),
    ).toBeInTheDocument();
    expect(screen.queryByRole('alert')).toBeNull();
    expect(formData()).toMatchObject({ name: 'web01' });
    expect(checkName).toHaveBeenLastCalledWith(
      {
        name: 'web01',
        environment: 'production',
        source: undefined,
        network: 'db',
        blueprint: 'rhel9-vm',
      },
      { signal: expect.any(AbortSignal) },
    );
  });

  it('says who has a name that is taken, and does not go on with it', async () => {
    await show(
      async ({ name }) =>
        answer(name, {
          available: false,
          reason: 'Request 01JD has the name web01.',
        }),
      { environment: 'production', name: 'web01' },
    );
    expect(await problem()).toHaveTextContent(
      'Request 01JD has the name web01.',
    );

    await next();

    expect(
      screen.getAllByText('Request 01JD has the name web01.'),
    ).toHaveLength(1);
    expect(screen.queryByRole('button', { name: 'Create' })).toBeNull();
    expect(screen.getByLabelText(/^Name/)).toBeInTheDocument();
  });

  it('says that it could not check, and goes on: the ledger checks, too', async () => {
    await show(
      async () => {
        throw new TypeError('Failed to fetch');
      },
      { environment: 'production', name: 'web01' },
    );
    expect(
      await screen.findByText(
        'Could not check whether it is free: Failed to fetch',
      ),
    ).toBeInTheDocument();
    expect(screen.queryByRole('alert')).toBeNull();

    await next();

    expect(
      await screen.findByRole('button', { name: 'Create' }),
    ).toBeInTheDocument();
  });

  it('does not go on when the backend refuses the question', async () => {
    const error = await ResponseError.fromResponse(
      new Response(
        JSON.stringify({
          error: { name: 'InputError', message: 'There is no environment x.' },
          response: { statusCode: 400 },
        }),
        { status: 400, headers: { 'content-type': 'application/json' } },
      ),
    );
    await show(
      async () => {
        throw error;
      },
      { environment: 'x', name: 'web01' },
    );

    await next();

    await waitFor(() =>
      expect(
        screen.getAllByText(/There is no environment x\./).length,
      ).toBeGreaterThan(1),
    );
    expect(screen.queryByRole('button', { name: 'Create' })).toBeNull();
  });

  it('asks only once it knows for which environment', async () => {
    const checkName = jest.fn();
    await show(checkName, { name: 'web01' });

    expect(
      await screen.findByText('Lowercase letters, digits and hyphens.'),
    ).toBeInTheDocument();
    await next();

    expect(
      await screen.findByRole('button', { name: 'Create' }),
    ).toBeInTheDocument();
    expect(checkName).not.toHaveBeenCalled();
  });

  it('keeps what was typed in the URL, from where a reload reads it', async () => {
    await show(async ({ name }) => answer(name, {}));

    await userEvent.type(screen.getByLabelText(/^Name/), 'web01');

    await waitFor(() =>
      expect(
        JSON.parse(
          new URLSearchParams(window.location.search).get('formData') ?? '{}',
        ),
      ).toMatchObject({ environment: 'production', name: 'web01' }),
    );
  });
});
