import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { formData, renderForm } from '../../__testUtils__/renderForm';
import { VmRequestsApi } from '../../api/VmRequestsApi';
import { vmSeveralField } from './VmSeveralField';

function show(
  offerNames: VmRequestsApi['offerNames'],
  values: { environment?: string; name?: string } = {
    environment: 'production',
    name: 'web',
  },
) {
  return renderForm({
    fields: {
      several: {
        field: vmSeveralField,
        schema: {
          type: 'object',
          title: 'How many',
          properties: {
            count: { type: 'integer' },
            pattern: { type: 'string' },
          },
        },
      },
    },
    values,
    requests: { offerNames },
  });
}

const many = () => screen.findByLabelText(/^How many/);

async function askFor(count: string) {
  await userEvent.clear(await many());
  await userEvent.type(await many(), count);
}

describe('VmSeveralField', () => {
  it('asks for one machine, without a pattern', async () => {
    await show(jest.fn());
    expect(await many()).toHaveValue(1);
    expect(screen.queryByLabelText(/^Names/)).toBeNull();
    expect(formData()).not.toHaveProperty('several.count');
  });

  it('shows the names of more than one', async () => {
    const offerNames = jest.fn(async () => ({ names: ['web-01', 'web-02'] }));
    await show(offerNames);

    await askFor('2');

    expect(await screen.findByText(/web-01, web-02/)).toBeInTheDocument();
    expect(offerNames).toHaveBeenLastCalledWith(
      expect.objectContaining({
        app: 'web',
        count: 2,
        pattern: '{app}-{seq:02}',
        environment: 'production',
      }),
      { signal: expect.any(AbortSignal) },
    );
    expect(formData()).toMatchObject({
      several: { count: 2, pattern: '{app}-{seq:02}' },
    });
  });

  it('says what is wrong with a pattern', async () => {
    await show(async () => ({ names: [] }));
    await askFor('2');
    await userEvent.clear(screen.getByLabelText(/^Names/));
    await userEvent.type(screen.getByLabelText(/^Names/), 'web');
    expect(await screen.findByRole('alert')).toHaveTextContent(
      /has one number/,
    );
  });

  it('says why there are no such names', async () => {
    await show(async () => ({
      names: [],
      problem: 'prod-web-001: A name has at most 15 characters.',
    }));
    await askFor('2');
    expect(await screen.findByRole('alert')).toHaveTextContent(
      /at most 15 characters/,
    );
  });

  it('says how many can be requested at once', async () => {
    await show(async () => ({ names: [] }));
    await askFor('11');
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'At most 10 can be requested at once in Production.',
    );
  });
});
