import { screen, waitFor } from '@testing-library/react';
import { policy } from '../../__testUtils__/company';
import { choose, formData, renderForm } from '../../__testUtils__/renderForm';
import { vmEnvironmentField } from '../environment/VmEnvironmentField';
import { vmStackField } from './VmStackField';

const { development, production } = policy.environments;

function show(values: Record<string, string>) {
  return renderForm({
    fields: {
      environment: {
        field: vmEnvironmentField,
        schema: { type: 'string', title: 'Environment' },
      },
      stack: {
        field: vmStackField,
        schema: { type: 'string', title: 'Stack' },
      },
    },
    values,
    requests: {
      getPolicy: async () => ({
        ...policy,
        stacks: { default: { title: 'Platform' }, payments: {} },
        environments: {
          development,
          production: { ...production, stacks: ['payments', 'default'] },
        },
      }),
    },
  });
}

describe('VmStackField', () => {
  it('offers the stacks of the environment, the first unless another is chosen', async () => {
    await show({ environment: 'production' });

    expect(await screen.findByLabelText(/^Stack/)).toHaveTextContent(
      'payments',
    );
    expect(formData()).toEqual({ environment: 'production' });
    await choose(/^Stack/, /Platform/);
    expect(formData()).toEqual({
      environment: 'production',
      stack: 'default',
    });
  });

  it('shows nothing where there is nothing to choose, and takes back what was chosen elsewhere', async () => {
    await show({ environment: 'development', stack: 'payments' });

    await waitFor(() =>
      expect(formData()).toEqual({ environment: 'development' }),
    );
    expect(screen.queryByLabelText(/^Stack/)).toBeNull();
  });
});
