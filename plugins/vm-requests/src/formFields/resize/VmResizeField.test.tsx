import { JsonObject } from '@backstage/types';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { busyMachine, webMachine } from '../../__testUtils__/machines';
import { formData, next, renderForm } from '../../__testUtils__/renderForm';
import { VmRequestsApi } from '../../api/VmRequestsApi';
import { vmResizeField } from './VmResizeField';

const changeSchema = {
  type: 'object',
  title: 'New size',
  properties: {
    cpus: { type: 'integer', minimum: 1 },
    memoryMib: { type: 'integer', minimum: 4 },
    disks: { type: 'array', items: { type: 'object' } },
    addDisks: { type: 'array', items: { type: 'object' } },
  },
};

function show(
  getMachine: VmRequestsApi['getMachine'] = async () => webMachine,
  values: JsonObject = { machine: webMachine.id },
) {
  return renderForm({
    fields: { change: { field: vmResizeField, schema: changeSchema } },
    values,
    requests: { getMachine },
  });
}

/** The form fills in empty lists by itself. */
function change() {
  const { disks, addDisks, ...rest } = formData().change as JsonObject;
  return {
    ...rest,
    ...(Array.isArray(disks) && disks.length > 0 && { disks }),
    ...(Array.isArray(addDisks) && addDisks.length > 0 && { addDisks }),
  };
}

const retype = async (label: RegExp, text: string) => {
  const field = await screen.findByLabelText(label);
  await userEvent.clear(field);
  await userEvent.type(field, text);
};

describe('VmResizeField', () => {
  it('shows what the machine has, and gives only what is to change', async () => {
    await show();
    const cpus = await screen.findByLabelText('CPUs');
    expect(cpus).toHaveValue(2);
    expect(cpus).toHaveAccessibleDescription(/^Now 2/);
    expect(cpus).toHaveAccessibleDescription(
      /Up to 8 CPUs, 16 GiB memory and 200 GiB on all disks/,
    );
    expect(screen.getByLabelText('Memory')).toHaveAccessibleDescription(
      /^Now 4 GiB/,
    );
    expect(screen.getByLabelText('Disk disk0')).toHaveValue(40);

    await retype(/^Memory/, '6');
    await waitFor(() => expect(change()).toEqual({ memoryMib: 6144 }));

    await retype(/^Disk disk0/, '60');
    await waitFor(() =>
      expect(change()).toEqual({
        memoryMib: 6144,
        disks: [{ label: 'disk0', sizeGib: 60 }],
      }),
    );

    await retype(/^Memory/, '4');
    await retype(/^Disk disk0/, '40');
    await waitFor(() => expect(change()).toEqual({}));
  });

  it('adds disks and removes them again', async () => {
    await show();
    await userEvent.click(
      await screen.findByRole('button', { name: 'Add a disk' }),
    );
    await userEvent.click(screen.getByRole('button', { name: 'Add a disk' }));
    await retype(/^New disk 2/, '50');
    await waitFor(() =>
      expect(change()).toEqual({
        addDisks: [{ sizeGib: 10 }, { sizeGib: 50 }],
      }),
    );

    await userEvent.click(
      screen.getByRole('button', { name: 'Remove new disk 1' }),
    );
    await waitFor(() =>
      expect(change()).toEqual({ addDisks: [{ sizeGib: 50 }] }),
    );
    expect(screen.getByLabelText('New disk 1')).toHaveValue(50);
    expect(screen.getByRole('button', { name: 'Add a disk' })).toHaveFocus();
  });

  it('takes a named size at once', async () => {
    await show();
    const sizes = await screen.findByRole('group', {
      name: 'Sizes of its environment',
    });
    await userEvent.click(
      within(sizes).getByRole('button', { name: /^Medium/ }),
    );

    await waitFor(() =>
      expect(change()).toEqual({
        cpus: 4,
        memoryMib: 8192,
        disks: [{ label: 'disk0', sizeGib: 80 }],
      }),
    );
    expect(screen.getByLabelText('CPUs')).toHaveValue(4);
  });

  it('says what cannot be, does not go on with it, and does not give it', async () => {
    await show();
    await retype(/^Disk disk0/, '20');

    expect(await screen.findByRole('alert')).toHaveTextContent(
      'Disk disk0: at least 40 GiB, because a disk cannot shrink.',
    );
    expect(change()).toEqual({});
    await next();
    expect(screen.queryByRole('button', { name: 'Create' })).toBeNull();

    await retype(/^Disk disk0/, '41');
    expect(screen.queryByRole('alert')).toBeNull();
    await next();
    expect(
      await screen.findByRole('button', { name: 'Create' }),
    ).toBeInTheDocument();
  });

  it('begins with what the form begins with', async () => {
    await show(undefined, {
      machine: webMachine.id,
      change: { cpus: 4, addDisks: [{ sizeGib: 7 }] },
    });

    expect(await screen.findByLabelText('CPUs')).toHaveValue(4);
    expect(screen.getByLabelText('New disk 1')).toHaveValue(7);
  });

  it('lets nothing be changed while the machine cannot be resized, and says why', async () => {
    await show(async () => busyMachine);

    expect(await screen.findByLabelText('CPUs')).toBeDisabled();
    expect(
      screen.getByText(/Sizes cannot be changed now\. Request .* is open/),
    ).toBeInTheDocument();
    expect(screen.getByRole('button', { name: 'Add a disk' })).toBeDisabled();
  });

  it('says of a machine of another form that it cannot be resized from here', async () => {
    await show(async () => ({ ...webMachine, hardware: undefined }));

    expect(
      await screen.findByText(/Its sizes cannot be changed from here/),
    ).toBeInTheDocument();
    expect(screen.queryByLabelText('CPUs')).toBeNull();
  });

  it('wants a machine first', async () => {
    await show(undefined, {});

    expect(
      await screen.findByText('Choose a machine first.'),
    ).toBeInTheDocument();
  });

  it('says that the machine could not be loaded', async () => {
    await show(async () => {
      throw new Error('The backend is away.');
    });

    expect(await screen.findByRole('alert')).toHaveTextContent(
      'The machine could not be loaded.',
    );
  });
});
