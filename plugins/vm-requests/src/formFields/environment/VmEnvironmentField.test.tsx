import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { policy } from '../../__testUtils__/company';
import { choose, formData, renderForm } from '../../__testUtils__/renderForm';
import { VmRequestsApi } from '../../api/VmRequestsApi';
import { vmEnvironmentField } from './VmEnvironmentField';

function show(
  getPolicy: VmRequestsApi['getPolicy'],
  values?: { environment: string },
) {
  return renderForm({
    fields: {
      environment: {
        field: vmEnvironmentField,
        schema: { type: 'string', title: 'Environment' },
      },
    },
    values,
    requests: { getPolicy },
  });
}

describe('VmEnvironmentField', () => {
  it('offers the environments of the policy, and says who approves', async () => {
    await show(async () => policy);

    await userEvent.click(await screen.findByLabelText(/^Environment/));
    const options = within(await screen.findByRole('listbox'));
    expect(
      options.getByRole('option', {
        name: /Development Approved automatically/,
      }),
    ).toBeInTheDocument();
    await userEvent.click(
      options.getByRole('option', {
        name: /Production A person approves each request/,
      }),
    );

    expect(formData()).toEqual({ environment: 'production' });
    expect(screen.getByLabelText(/^Environment/)).toHaveTextContent(
      'Production',
    );
  });

  it('says how long machines last', async () => {
    const { development, production } = policy.environments;
    await show(async () => ({
      ...policy,
      environments: {
        development: {
          ...development,
          lease: {
            duration: { days: 90 },
            extension: { approval: false },
            warnings: [],
            grace: { days: 7 },
          },
        },
        production,
      },
    }));

    await userEvent.click(await screen.findByLabelText(/^Environment/));
    const options = within(await screen.findByRole('listbox'));
    expect(
      options.getByRole('option', {
        name: /Approved automatically; machines end after 90 days, unless they are extended/,
      }),
    ).toBeInTheDocument();
  });

  it('offers those alone that allow the blueprint of the template', async () => {
    const { development, production } = policy.environments;
    await renderForm({
      fields: {
        environment: {
          field: vmEnvironmentField,
          schema: {
            type: 'string',
            title: 'Environment',
            'ui:options': { blueprint: 'windows-vm' },
          },
        },
      },
      requests: {
        getPolicy: async () => ({
          ...policy,
          environments: {
            development: { ...development, blueprints: ['rhel9-vm'] },
            production: { ...production, blueprints: ['windows-vm'] },
          },
        }),
      },
    });

    await waitFor(() =>
      expect(formData()).toEqual({ environment: 'production' }),
    );
  });

  it('makes the only choice by itself', async () => {
    await show(async () => ({
      ...policy,
      environments: { production: policy.environments.production },
    }));

    await waitFor(() =>
      expect(formData()).toEqual({ environment: 'production' }),
    );
  });

  it('takes back an environment that there is not any more', async () => {
    await show(async () => policy, { environment: 'staging' });

    await waitFor(() => expect(formData()).toEqual({}));
  });

  it('says what went wrong, and tries again when asked to', async () => {
    const getPolicy = jest
      .fn<Promise<typeof policy>, []>()
      .mockRejectedValueOnce(new Error('The backend is away.'))
      .mockResolvedValue(policy);
    await show(getPolicy, { environment: 'production' });
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'The backend is away.',
    );
    expect(screen.queryByText('Loading …')).toBeNull();
    expect(screen.getByLabelText(/^Environment/)).toHaveAttribute(
      'aria-disabled',
      'true',
    );
    expect(formData()).toEqual({ environment: 'production' });

    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));

    expect(await screen.findByText('Production')).toBeInTheDocument();
    await choose(/^Environment/, /^Development/);
    expect(formData()).toEqual({ environment: 'development' });
  });
});
