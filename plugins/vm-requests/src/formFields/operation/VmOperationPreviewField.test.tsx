import { JsonObject } from '@backstage/types';
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { OperationPreview } from '@backlot/plugin-vm-requests-common';
import { busyMachine, webMachine } from '../../__testUtils__/machines';
import { formData, next, renderForm } from '../../__testUtils__/renderForm';
import { VmRequestsApi } from '../../api/VmRequestsApi';
import { vmResizeField } from '../resize/VmResizeField';
import { vmOperationPreviewField } from './VmOperationPreviewField';

const grows: OperationPreview = {
  does: ['CPUs: 2 to 4.'],
  interrupts: 'The machine is restarted, because CPU hot add is off.',
  problems: [],
};

function show(
  previewOperation: VmRequestsApi['previewOperation'],
  options: {
    values?: JsonObject;
    getMachine?: VmRequestsApi['getMachine'];
  } = {},
) {
  return renderForm({
    fields: {
      change: {
        field: vmResizeField,
        schema: { type: 'object', title: 'New size' },
      },
      preview: {
        field: vmOperationPreviewField,
        schema: {
          type: 'object',
          title: 'What will happen',
          'ui:hideError': true,
          'ui:options': { operation: 'resize', input: 'change' },
        },
      },
    },
    values: { machine: webMachine.id, ...options.values },
    requests: {
      getMachine: options.getMachine ?? (async () => webMachine),
      previewOperation,
    },
  });
}

const askFor = async (cpus: string) => {
  const field = await screen.findByLabelText('CPUs');
  await userEvent.clear(field);
  await userEvent.type(field, cpus);
};

describe('VmOperationPreviewField', () => {
  it('says what is asked for so far would do, and goes on with it', async () => {
    const preview = jest.fn(async () => grows);
    await show(preview);
    expect(await screen.findByText(/once you have filled in/)).toBeVisible();

    await askFor('4');

    expect(await screen.findByText('CPUs: 2 to 4.')).toBeVisible();
    expect(screen.getByText('Users of the machine will notice')).toBeVisible();
    expect(screen.getByText(grows.interrupts!)).toBeVisible();
    expect(preview).toHaveBeenCalledTimes(1);
    expect(preview).toHaveBeenCalledWith(
      webMachine.id,
      { kind: 'resize', input: { cpus: 4 } },
      expect.anything(),
    );
    await waitFor(() =>
      expect(formData().preview).toEqual({
        verdict: 'possible',
        machine: 'web01.prod.acme.example',
        does: 'CPUs: 2 to 4.',
        interrupts: grows.interrupts,
      }),
    );
    await next();
    expect(
      await screen.findByRole('button', { name: 'Create' }),
    ).toBeInTheDocument();
  });

  it('does not go on with what is refused, in the words of the refusal', async () => {
    const preview = jest
      .fn<Promise<OperationPreview>, []>()
      .mockResolvedValueOnce({ does: [], problems: ['The cluster is full.'] })
      .mockResolvedValue(grows);
    await show(preview, { values: { change: { cpus: 4 } } });
    expect(await screen.findByText('The cluster is full.')).toBeVisible();
    await waitFor(() =>
      expect(formData().preview).toMatchObject({ verdict: 'refused' }),
    );

    await next();
    await waitFor(() =>
      expect(
        screen.getAllByText(/The cluster is full\./).length,
      ).toBeGreaterThan(1),
    );
    expect(screen.queryByRole('button', { name: 'Create' })).toBeNull();

    await userEvent.click(screen.getByRole('button', { name: 'Check again' }));
    await waitFor(() =>
      expect(formData().preview).toMatchObject({ verdict: 'possible' }),
    );
  });

  it('does not go on with nothing', async () => {
    const preview = jest.fn();
    await show(preview);
    await waitFor(() =>
      expect(formData().preview).toEqual({
        verdict: 'nothing',
        machine: 'web01.prod.acme.example',
      }),
    );

    await next();

    expect(
      (await screen.findAllByText(/Nothing is asked for yet/)).length,
    ).toBeGreaterThan(0);
    expect(preview).not.toHaveBeenCalled();
  });

  it('does not go on before it has looked, whatever it found earlier', async () => {
    await show(() => new Promise(() => {}), {
      values: { change: { cpus: 4 }, preview: { verdict: 'possible' } },
    });
    await waitFor(() =>
      expect(formData().preview).toMatchObject({ verdict: 'pending' }),
    );

    await next();

    expect(
      (await screen.findAllByText(/is not complete yet/)).length,
    ).toBeGreaterThan(0);
  });

  it('goes on where nobody can look, because the ledger looks again', async () => {
    await show(
      async () => {
        throw new Error('The backend is away.');
      },
      { values: { change: { cpus: 4 } } },
    );
    expect(await screen.findByText('The backend is away.')).toBeVisible();
    await waitFor(() =>
      expect(formData().preview).toMatchObject({ verdict: 'unknown' }),
    );

    await next();

    expect(
      await screen.findByRole('button', { name: 'Create' }),
    ).toBeInTheDocument();
  });

  it('asks nothing, and does not go on, where the operation cannot be asked of the machine', async () => {
    const preview = jest.fn();
    await show(preview, {
      values: { change: { cpus: 4 } },
      getMachine: async () => busyMachine,
    });
    await waitFor(() =>
      expect(formData().preview).toMatchObject({ verdict: 'refused' }),
    );

    await next();

    expect(
      (await screen.findAllByText(/Request .* on it is open/)).length,
    ).toBeGreaterThan(0);
    expect(screen.queryByRole('button', { name: 'Create' })).toBeNull();
    expect(preview).not.toHaveBeenCalled();
  });
});
