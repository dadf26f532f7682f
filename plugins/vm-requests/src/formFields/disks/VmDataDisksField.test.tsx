import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { development, policy } from '../../__testUtils__/company';
import {
  choose,
  formData,
  next,
  renderForm,
} from '../../__testUtils__/renderForm';
import { vmDataDisksField } from './VmDataDisksField';

function show(mechanism = 'cloud-init') {
  return renderForm({
    fields: {
      extraDisks: {
        field: vmDataDisksField,
        schema: {
          type: 'array',
          title: 'Data disks',
          items: { type: 'object' },
        },
      },
    },
    values: { environment: 'development' },
    requests: {
      getPolicy: async () => ({
        ...policy,
        environments: {
          development: {
            ...development,
            access: { mechanism, user: 'acme' },
          },
        },
      }),
    },
  });
}

const add = () => screen.getByRole('button', { name: 'Add a data disk' });

describe('VmDataDisksField', () => {
  it('comes to sizes, mount points and file systems', async () => {
    await show();
    await userEvent.click(add());
    await userEvent.click(add());
    await userEvent.type(screen.getByLabelText('Disk 3, mount point'), '/data');
    await choose(/^Disk 3, file system/, /^ext4/);
    const size = screen.getByLabelText('Disk 2, size');
    await userEvent.clear(size);
    await userEvent.type(size, '50');

    await waitFor(() =>
      expect(formData().extraDisks).toEqual([
        { sizeGib: 50 },
        { sizeGib: 10, mountPoint: '/data', fileSystem: 'ext4' },
      ]),
    );
    await next();
    expect(
      await screen.findByRole('button', { name: 'Create' }),
    ).toBeInTheDocument();
  });

  it('says at once what is wrong with a mount point, and does not go on', async () => {
    await show();
    await userEvent.click(add());
    await userEvent.type(screen.getByLabelText('Disk 2, mount point'), '/var');
    expect(await screen.findByRole('alert')).toHaveTextContent(
      "Disk 2: /var belongs to the guest's system",
    );
    await next();
    expect(screen.queryByRole('button', { name: 'Create' })).toBeNull();
  });

  it('takes a disk away again, and a mount point', async () => {
    await show();
    await userEvent.click(add());
    const mountPoint = screen.getByLabelText('Disk 2, mount point');
    await userEvent.type(mountPoint, '/data');
    await userEvent.clear(mountPoint);
    await waitFor(() =>
      expect(formData().extraDisks).toEqual([{ sizeGib: 10 }]),
    );
    await userEvent.click(
      screen.getByRole('button', { name: 'Remove disk 2' }),
    );
    await waitFor(() => expect(formData().extraDisks).toEqual([]));
  });

  it('asks for no mount point where guests mount nothing by themselves', async () => {
    await show('sysprep');
    expect(
      await screen.findByText(/They are attached empty/),
    ).toBeInTheDocument();
    await userEvent.click(add());
    expect(screen.getByLabelText('Disk 2, size')).toBeInTheDocument();
    expect(screen.queryByLabelText('Disk 2, mount point')).toBeNull();
  });
});
