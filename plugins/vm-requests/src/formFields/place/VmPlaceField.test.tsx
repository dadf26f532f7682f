import { screen, waitFor } from '@testing-library/react';
import {
  choose,
  formData,
  next,
  renderForm,
} from '../../__testUtils__/renderForm';
import { vmEnvironmentField } from '../environment/VmEnvironmentField';
import { vmPlaceField } from './VmPlaceField';

function show(values?: {
  environment?: string;
  place?: { source?: string; datacenter?: string };
}) {
  return renderForm({
    fields: {
      environment: {
        field: vmEnvironmentField,
        schema: { type: 'string', title: 'Environment' },
      },
      place: {
        field: vmPlaceField,
        schema: { type: 'object', title: 'Datacenter' },
      },
    },
    values,
  });
}

describe('VmPlaceField', () => {
  it('asks for an environment first, then offers its datacenters', async () => {
    await show();
    expect(
      await screen.findByText('Choose an environment first.'),
    ).toBeInTheDocument();

    await choose(/^Environment/, /^Production/);
    await choose(/^Datacenter/, /^Amsterdam ams1 in lab/);

    expect(formData()).toEqual({
      environment: 'production',
      place: { source: 'lab', datacenter: 'ams1' },
    });
    expect(screen.getByLabelText(/^Datacenter/)).toHaveTextContent('Amsterdam');
  });

  it('takes back a datacenter that another environment does not have, and takes its only one', async () => {
    await show({
      environment: 'production',
      place: { source: 'lab', datacenter: 'ams1' },
    });
    await screen.findByText('Amsterdam');

    await choose(/^Environment/, /^Development/);

    await waitFor(() =>
      expect(formData().place).toEqual({ source: 'lab', datacenter: 'fra1' }),
    );
  });

  it('does not take the empty object of a form for a datacenter', async () => {
    await show({ environment: 'production', place: {} });
    await screen.findByText('Production');

    await next();

    expect(
      (await screen.findAllByText(/Choose a datacenter\./)).length,
    ).toBeGreaterThan(0);
  });
});
