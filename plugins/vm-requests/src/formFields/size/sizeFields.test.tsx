import { setTimeout as delay } from 'node:timers/promises';
import { act, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  asOnABusyComputer,
  typeInto,
} from '../../__testUtils__/asOnABusyComputer';
import { policy } from '../../__testUtils__/company';
import {
  choose,
  formData,
  next,
  renderForm,
} from '../../__testUtils__/renderForm';
import { vmEnvironmentField } from '../environment/VmEnvironmentField';
import { vmCustomSizeField } from './VmCustomSizeField';
import { vmSizeField } from './VmSizeField';

function show(options: {
  values?: { environment?: string; size?: string };
  getPolicy?: () => Promise<never>;
}) {
  const { values, getPolicy } = options;
  return renderForm({
    fields: {
      environment: {
        field: vmEnvironmentField,
        schema: { type: 'string', title: 'Environment' },
      },
      size: { field: vmSizeField, schema: { type: 'string', title: 'Size' } },
      custom: {
        field: vmCustomSizeField,
        schema: { type: 'object', title: 'Custom size' },
      },
    },
    values,
    requests: getPolicy && { getPolicy },
  });
}

const retype = async (label: RegExp, text: string) => {
  const field = screen.getByLabelText(label);
  await userEvent.clear(field);
  await userEvent.type(field, text);
};

describe('VmSizeField', () => {
  it('asks for an environment first, then offers its sizes', async () => {
    await show({});
    expect(
      await screen.findByText('Choose an environment first.'),
    ).toBeInTheDocument();
    expect(screen.queryByRole('radio')).toBeNull();

    await choose(/^Environment/, /^Production/);

    expect(
      screen.getByRole('radiogroup', { name: /Size/ }),
    ).toBeInTheDocument();
    expect(
      screen
        .getAllByRole('radio')
        .map(radio => radio.closest('label')?.textContent),
    ).toEqual([
      "Small – 2 CPUs, 4 GiB memory, the template's disk",
      'Large – 8 CPUs, 32 GiB memory, 160 GiB disk',
      'Custom – up to 4 CPUs, 8 GiB memory, 100 GiB disks',
    ]);
    await userEvent.click(screen.getByRole('radio', { name: /^Large/ }));
    expect(formData()).toMatchObject({ size: 'large' });
  });

  it('offers the sizes of the blueprint in place of them', async () => {
    const [rhel9] = Object.values(policy.blueprints);
    const big = { title: 'Big', cpus: 4, memoryMib: 8192, diskGib: 90 };
    await renderForm({
      fields: {
        size: {
          field: vmSizeField,
          schema: {
            type: 'string',
            title: 'Size',
            'ui:options': { blueprint: 'windows-vm' },
          },
        },
      },
      values: { environment: 'production' },
      requests: {
        getPolicy: async () => ({
          ...policy,
          blueprints: { 'windows-vm': { ...rhel9, sizes: { big } } },
        }),
      },
    });

    expect(
      (await screen.findAllByRole('radio')).map(
        radio => radio.closest('label')?.textContent,
      ),
    ).toEqual([
      'Big – 4 CPUs, 8 GiB memory, 90 GiB disk',
      'Custom – up to 4 CPUs, 8 GiB memory, 100 GiB disks',
    ]);
  });

  it('takes back a size that another environment does not have', async () => {
    await show({ values: { environment: 'production', size: 'large' } });
    expect(await screen.findByRole('radio', { name: /^Large/ })).toBeChecked();

    await choose(/^Environment/, /^Development/);

    await waitFor(() => expect(formData().size).toBeUndefined());
    expect(screen.getByRole('radio', { name: /^Small/ })).not.toBeChecked();
  });

  it('says what went wrong', async () => {
    await show({
      values: { environment: 'production', size: 'large' },
      getPolicy: async () => {
        throw new Error('The backend is away.');
      },
    });

    expect(
      (await screen.findAllByText('The backend is away.')).length,
    ).toBeGreaterThan(0);
    expect(formData().size).toBe('large');
  });
});

describe('VmCustomSizeField', () => {
  it('is there for a custom size only, and gives what it shows', async () => {
    await show({ values: { environment: 'production', size: 'small' } });
    await screen.findByRole('radio', { name: /^Custom/ });
    expect(screen.queryByLabelText('CPUs')).toBeNull();

    await userEvent.click(screen.getByRole('radio', { name: /^Custom/ }));

    expect(
      await screen.findByRole('group', { name: 'Custom size' }),
    ).toBeInTheDocument();
    await waitFor(() =>
      expect(formData().custom).toEqual({
        cpus: 2,
        memoryMib: 4096,
        diskGib: 0,
      }),
    );

    await userEvent.click(screen.getByRole('radio', { name: /^Small/ }));
    await waitFor(() => expect(formData().custom ?? {}).toEqual({}));
  });

  it('keeps what is typed at once', async () => {
    await show({ values: { environment: 'production', size: 'small' } });
    const custom = await screen.findByRole('radio', { name: /^Custom/ });

    await asOnABusyComputer(
      () => custom.click(),
      () => typeInto(screen.getByLabelText('CPUs'), '3'),
    );
    await act(() => delay(50));

    expect(formData().custom).toEqual({
      cpus: 3,
      memoryMib: 4096,
      diskGib: 0,
    });
  });

  it('says once what is over the limit, does not go on with it, and forgets it once it is mended', async () => {
    await show({ values: { environment: 'production', size: 'custom' } });
    await screen.findByLabelText('CPUs');

    await retype(/^Memory/, '16');
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'Memory: 16 GiB is over the limit of 8 GiB.',
    );
    expect(formData().custom).toMatchObject({ memoryMib: 16384 });
    await next();
    expect(
      screen.getAllByText('Memory: 16 GiB is over the limit of 8 GiB.'),
    ).toHaveLength(1);
    expect(screen.queryByRole('button', { name: 'Create' })).toBeNull();

    await retype(/^Memory/, '8');
    expect(screen.queryByText(/over the limit/)).toBeNull();
    await retype(/^CPUs/, '4');
    await retype(/^First disk/, '50');
    await next();

    expect(
      await screen.findByRole('button', { name: 'Create' }),
    ).toBeInTheDocument();
  });

  it('can be emptied to type another number', async () => {
    await show({ values: { environment: 'production', size: 'custom' } });

    await userEvent.clear(await screen.findByLabelText('CPUs'));
    expect(screen.getByLabelText('CPUs')).toHaveValue(null);
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'CPUs: at least 1.',
    );

    await userEvent.type(screen.getByLabelText('CPUs'), '3');
    expect(screen.getByLabelText('CPUs')).toHaveValue(3);
    expect(formData().custom).toMatchObject({ cpus: 3 });
    expect(screen.queryByRole('alert')).toBeNull();
  });
});
