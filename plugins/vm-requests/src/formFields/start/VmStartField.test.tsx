import { fireEvent, screen, waitFor } from '@testing-library/react';
import { policy } from '../../__testUtils__/company';
import { formData, renderForm } from '../../__testUtils__/renderForm';
import { vmStartField } from './VmStartField';

function show(values?: { startAt: string }) {
  return renderForm({
    fields: {
      startAt: {
        field: vmStartField,
        schema: { type: 'string', title: 'Start' },
      },
    },
    values,
    requests: {
      getPolicy: async () => ({ ...policy, timeZone: 'Europe/Berlin' }),
    },
  });
}

describe('VmStartField', () => {
  it('takes a time of the clocks in the policy’s time zone, which it names', async () => {
    await show();
    expect(
      await screen.findByText(/^In the time of Europe\/Berlin/),
    ).toBeInTheDocument();
    fireEvent.change(screen.getByLabelText(/^Start/), {
      target: { value: '2026-12-03T08:00' },
    });
    await waitFor(() =>
      expect(formData()).toEqual({ startAt: '2026-12-03T08:00' }),
    );
  });

  it('can be left out again', async () => {
    await show({ startAt: '2026-12-03T08:00' });
    fireEvent.change(await screen.findByLabelText(/^Start/), {
      target: { value: '' },
    });
    await waitFor(() => expect(formData()).toEqual({}));
  });
});
