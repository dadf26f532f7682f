import { JsonObject } from '@backstage/types';
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { RequestPreview } from '@backlot/plugin-vm-requests-common';
import { publicKey } from '../../__testUtils__/company';
import { formData, next, renderForm } from '../../__testUtils__/renderForm';
import { VmRequestsApi } from '../../api/VmRequestsApi';
import { vmPreviewField } from './VmPreviewField';

const preview: RequestPreview = {
  placement: {
    source: 'lab',
    datacenter: { id: 'datacenter-2', name: 'fra1' },
    cluster: { id: 'domain-c7', name: 'fra1-prod-01' },
    resourcePool: { id: 'resgroup-8', name: 'Resources' },
    datastore: { id: 'datastore-11', name: 'fra1-ssd-02' },
    network: { id: 'dvportgroup-20', name: 'fra1-prod-app' },
    template: { id: 'vm-9', name: 'rhel9-2026.11', uuid: '4210' },
    reasons: [
      { id: 'domain-c7', name: 'fra1-prod-01', fits: true, reason: 'has room' },
      {
        id: 'domain-c8',
        name: 'fra1-prod-02',
        fits: false,
        reason: 'fra1-prod-02 is full',
      },
    ],
  },
  address: {
    address: '10.20.110.7',
    prefixLength: 24,
    gateway: '10.20.110.1',
  },
  files: [{ path: 'vms/production/web01/main.tf', content: 'module "vm" {}' }],
  problems: [],
};

function show(
  answer: VmRequestsApi['preview'],
  values: JsonObject = { name: 'web01', environment: 'production' },
  more: Partial<VmRequestsApi> = {},
) {
  return renderForm({
    fields: {
      preview: {
        field: vmPreviewField,
        schema: { type: 'object', title: 'Preview' },
      },
    },
    values,
    requests: { preview: answer, ...more },
  });
}

describe('VmPreviewField', () => {
  it('shows where the machine would go and why, with which address and files', async () => {
    const ask = jest.fn(async () => preview);
    await show(ask);

    expect(await screen.findByTestId('vm-preview')).toBeInTheDocument();
    expect(
      screen.getAllByRole('definition').map(value => value.textContent),
    ).toEqual([
      'fra1',
      'fra1-prod-01',
      'fra1-ssd-02',
      'fra1-prod-app',
      'rhel9-2026.11',
      '10.20.110.7/24',
      '10.20.110.1',
    ]);
    expect(
      screen.getAllByRole('listitem').map(item => item.textContent),
    ).toEqual(
      expect.arrayContaining([
        '✓Chosen: fra1-prod-01: has room',
        '✕Does not fit: fra1-prod-02 is full',
      ]),
    );
    await userEvent.click(screen.getByText('vms/production/web01/main.tf'));
    expect(screen.getByText('module "vm" {}')).toBeVisible();
    expect(screen.queryByRole('alert')).toBeNull();
    expect(ask).toHaveBeenCalledWith(
      {
        templateRef: 'template:default/rhel9-vm',
        values: { name: 'web01', environment: 'production' },
      },
      { signal: expect.any(AbortSignal) },
    );
  });

  it('shows the first of several, and names all of them', async () => {
    const ask = jest.fn(async () => preview);
    await show(
      ask,
      {
        name: 'web',
        environment: 'production',
        several: { count: 2, pattern: '{app}-{seq}' },
      },
      { offerNames: async () => ({ names: ['web-1', 'web-2'] }) },
    );

    expect(await screen.findByTestId('vm-preview')).toBeInTheDocument();
    expect(ask).toHaveBeenLastCalledWith(
      {
        templateRef: 'template:default/rhel9-vm',
        values: { name: 'web-1', environment: 'production' },
      },
      { signal: expect.any(AbortSignal) },
    );
    expect(formData()).toMatchObject({ preview: { name: 'web-1, web-2' } });
  });

  it('says why several cannot be named', async () => {
    await show(
      jest.fn(),
      {
        name: 'web',
        environment: 'production',
        several: { count: 2, pattern: '{app}-{seq}' },
      },
      {
        offerNames: async () => ({ names: [], problem: 'All are taken.' }),
      },
    );
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'All are taken.',
    );
  });

  it('says while it looks', async () => {
    await show(() => new Promise(() => {}));

    expect(
      await screen.findByText('Looking for a place …'),
    ).toBeInTheDocument();
    expect(screen.queryByTestId('vm-preview')).toBeNull();
  });

  it('says all that stands in the way', async () => {
    await show(async () => ({
      files: [],
      problems: ['The prefix is full.', 'The quota is used up.'],
    }));

    const alert = await screen.findByRole('alert');
    expect(alert).toHaveTextContent('This request cannot be made as it is');
    expect(alert).toHaveTextContent('The prefix is full.');
    expect(alert).toHaveTextContent('The quota is used up.');
    expect(screen.queryByText('Files')).toBeNull();
  });

  it('says what went wrong, and tries again when asked to', async () => {
    const ask = jest
      .fn<Promise<RequestPreview>, []>()
      .mockRejectedValueOnce(new Error('vCenter does not answer.'))
      .mockResolvedValue(preview);
    await show(ask);
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'vCenter does not answer.',
    );

    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));

    expect(await screen.findByText('10.20.110.7/24')).toBeInTheDocument();
  });

  it('goes on to the review once the request can be made', async () => {
    await show(async () => preview);
    await waitFor(() =>
      expect(formData().preview).toMatchObject({ verdict: 'possible' }),
    );

    await next();

    expect(
      await screen.findByRole('button', { name: 'Create' }),
    ).toBeInTheDocument();
  });

  it('does not go on with what is refused, until it is not any more', async () => {
    const ask = jest
      .fn<Promise<RequestPreview>, []>()
      .mockResolvedValueOnce({ files: [], problems: ['The prefix is full.'] })
      .mockResolvedValue(preview);
    await show(ask);
    await screen.findByText('The prefix is full.');

    await next();

    expect(
      (await screen.findAllByText(/must show no problem/)).length,
    ).toBeGreaterThan(0);
    expect(screen.queryByRole('button', { name: 'Create' })).toBeNull();

    await userEvent.click(screen.getByRole('button', { name: 'Check again' }));
    await waitFor(() =>
      expect(formData().preview).toMatchObject({ verdict: 'possible' }),
    );
    await next();
    expect(
      await screen.findByRole('button', { name: 'Create' }),
    ).toBeInTheDocument();
  });

  it('does not go on before it has looked, whatever it found earlier', async () => {
    await show(() => new Promise(() => {}), {
      name: 'web01',
      preview: { verdict: 'possible' },
    });
    await screen.findByText('Looking for a place …');
    await waitFor(() =>
      expect(formData().preview).toMatchObject({ verdict: 'pending' }),
    );

    await next();

    expect(
      (await screen.findAllByText(/is not complete yet/)).length,
    ).toBeGreaterThan(0);
    expect(screen.queryByRole('button', { name: 'Create' })).toBeNull();
  });

  it('goes on where nobody can look, because the ledger looks again', async () => {
    await show(async () => {
      throw new Error('The backend is away.');
    });
    await screen.findByRole('alert');
    await waitFor(() =>
      expect(formData().preview).toMatchObject({ verdict: 'unknown' }),
    );

    await next();

    expect(
      await screen.findByRole('button', { name: 'Create' }),
    ).toBeInTheDocument();
  });

  it('sends no private key, whatever the field', async () => {
    const ask = jest.fn(async () => preview);
    await show(ask, {
      name: 'web01',
      purpose: 'Shop -----BEGIN OPENSSH PRIVATE KEY----- AAAA',
      sshPublicKeys: [publicKey],
    });
    await screen.findByTestId('vm-preview');

    expect(ask).toHaveBeenCalledWith(
      expect.objectContaining({
        values: { name: 'web01', sshPublicKeys: [publicKey] },
      }),
      expect.anything(),
    );
  });
});
