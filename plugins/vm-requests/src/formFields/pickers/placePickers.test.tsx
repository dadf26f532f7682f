import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { VmInventoryApi } from '@backlot/plugin-vm-inventory-react';
import {
  OfferedBlueprint,
  OfferedPolicy,
} from '@backlot/plugin-vm-requests-common';
import {
  companyObjects,
  liveSource,
  policy,
  serveCompany,
} from '../../__testUtils__/company';
import { choose, formData, renderForm } from '../../__testUtils__/renderForm';
import { vmPlaceField } from '../place/VmPlaceField';
import { vmClusterField } from './VmClusterField';
import { vmNetworkField } from './VmNetworkField';
import { vmTemplateField } from './VmTemplateField';

const fra1 = { source: 'lab', datacenter: 'fra1' };

function show(options: {
  environment?: string;
  values?: { cluster?: string; network?: string; template?: string };
  place?: typeof fra1;
  inventory?: Partial<VmInventoryApi>;
  getPolicy?: () => Promise<OfferedPolicy>;
}) {
  const { place, inventory, getPolicy, environment = 'production' } = options;
  return renderForm({
    fields: {
      place: {
        field: vmPlaceField,
        schema: { type: 'object', title: 'Datacenter' },
      },
      cluster: {
        field: vmClusterField,
        schema: { type: 'string', title: 'Cluster' },
      },
      network: {
        field: vmNetworkField,
        schema: { type: 'string', title: 'Network' },
      },
      template: {
        field: vmTemplateField,
        schema: { type: 'string', title: 'Template' },
      },
    },
    values: { environment, ...(place && { place }), ...options.values },
    inventory,
    requests: getPolicy && { getPolicy },
  });
}

async function optionsOf(label: RegExp) {
  await waitFor(() =>
    expect(screen.getByLabelText(label)).not.toHaveAttribute('aria-disabled'),
  );
  await userEvent.click(screen.getByLabelText(label));
  const options = within(await screen.findByRole('listbox'))
    .getAllByRole('option')
    .map(option => [
      option.textContent,
      option.getAttribute('aria-disabled') === 'true',
    ]);
  await userEvent.keyboard('{Escape}');
  await waitFor(() => expect(screen.queryByRole('listbox')).toBeNull());
  return options;
}

describe('the pickers of a place', () => {
  it('ask for a datacenter first', async () => {
    await show({});

    expect(
      await screen.findAllByText('Choose a datacenter first.'),
    ).toHaveLength(3);
    for (const label of [/^Cluster/, /^Network/, /^Template/]) {
      expect(screen.getByLabelText(label)).toHaveAttribute(
        'aria-disabled',
        'true',
      );
    }
  });

  it('offer the clusters that policy allows, with what is free in each', async () => {
    await show({ place: fra1 });

    expect(await optionsOf(/^Cluster/)).toEqual([
      ['The one with the most roomChosen when the request is made', false],
      ['fra1-prod-01CPUs96 of 128 freeMemory100 GiB of 512 GiB free', false],
      ['fra1-prod-02CPUs96 of 128 freeMemory100 GiB of 512 GiB free', false],
    ]);
    await choose(/^Cluster/, /^fra1-prod-01/);
    expect(formData()).toMatchObject({ cluster: 'fra1-prod-01' });
    await choose(/^Cluster/, /^The one with the most room/);
    expect(formData().cluster).toBeUndefined();
  });

  it('do not offer a cluster of the same name in another datacenter', async () => {
    await show({
      place: fra1,
      inventory: serveCompany({
        objects: companyObjects.map(object =>
          object.name === 'fra1-prod-01'
            ? { ...object, datacenter: 'id-ams1' }
            : object,
        ),
      }),
    });

    expect((await optionsOf(/^Cluster/)).map(([text]) => text)).toEqual([
      expect.stringContaining('The one with the most room'),
      expect.stringContaining('fra1-prod-02'),
    ]);
  });

  it('offer the networks that the cluster reaches, and take back another', async () => {
    await show({ place: fra1, values: { network: 'fra1-prod-db' } });
    expect(await optionsOf(/^Network/)).toEqual([
      ['fra1-prod-app10.20.210.0/24, acme.example', false],
      ['fra1-prod-db10.20.210.0/24, acme.example', false],
    ]);
    expect(formData().network).toBe('fra1-prod-db');

    await choose(/^Cluster/, /^fra1-prod-01/);

    await waitFor(() => expect(formData().network).toBe('fra1-prod-app'));
    expect(await optionsOf(/^Network/)).toContainEqual([
      'fra1-prod-db10.20.210.0/24, acme.example – not reachable from fra1-prod-01',
      true,
    ]);
  });

  it('offer the templates that policy allows, newest first', async () => {
    await show({ place: fra1 });

    expect(await optionsOf(/^Template/)).toEqual([
      ['rhel9-2026.11RHEL 9, 40 GiB disk', false],
      ['rhel9-2026.10RHEL 9, 40 GiB disk', false],
    ]);
  });

  it('offer the templates that fit the blueprint, by name, operating system and folder', async () => {
    const fitting: Record<string, Partial<OfferedBlueprint['templates']>> = {
      'rhel9-2026.10': { names: ['*.10'] },
      'rhel9-2026.11': { guestIds: ['other*'], folders: ['golden/*'] },
    };
    const inventory = {
      ...serveCompany({
        objects: companyObjects.map(object =>
          object.kind === 'template' && object.name === 'rhel9-2026.11'
            ? { ...object, guestId: 'otherGuest', folder: 'group-1' }
            : object,
        ),
      }),
      get: (async () => ({ path: 'golden/linux' })) as never,
    };
    for (const [name, templates] of Object.entries(fitting)) {
      const { unmount } = await show({
        place: fra1,
        inventory,
        getPolicy: async () => ({
          ...policy,
          blueprints: {
            'rhel9-vm': { ...policy.blueprints['rhel9-vm'], templates },
          },
        }),
      });
      expect((await optionsOf(/^Template/)).map(([text]) => text)).toEqual([
        expect.stringMatching(new RegExp(`^${name}`)),
      ]);
      unmount();
    }
  });

  it('say why a template cannot be used, as far as the provider of new machines has it', async () => {
    const problems = [
      { message: 'Its disk is on SATA.', providerVersions: '<2.16.0' },
      { message: 'It has a TPM.', providerVersions: '>=2.14.0' },
    ];
    await show({
      place: fra1,
      inventory: serveCompany({
        objects: companyObjects.map(object =>
          object.kind === 'template' && object.name === 'rhel9-2026.10'
            ? { ...object, problems }
            : object,
        ),
      }),
    });

    expect(await optionsOf(/^Template/)).toEqual([
      ['rhel9-2026.11RHEL 9, 40 GiB disk', false],
      ['rhel9-2026.10Cannot be used. Its disk is on SATA.', true],
    ]);
  });

  it('offer no template whose configuration is not known', async () => {
    await show({
      place: fra1,
      inventory: serveCompany({
        objects: companyObjects.map(object =>
          object.kind === 'template' && object.name === 'rhel9-2026.10'
            ? { ...object, guestId: undefined, guestName: undefined, disks: [] }
            : object,
        ),
      }),
    });

    expect(await optionsOf(/^Template/)).toEqual([
      ['rhel9-2026.11RHEL 9, 40 GiB disk', false],
      [
        'rhel9-2026.10Cannot be used. Its source does not know its configuration.',
        true,
      ],
    ]);
  });

  it('take back what another datacenter does not have', async () => {
    await show({
      place: fra1,
      values: {
        cluster: 'fra1-prod-01',
        network: 'fra1-prod-app',
        template: 'rhel9-2026.10',
      },
    });
    await screen.findByText('rhel9-2026.10');

    await choose(/^Datacenter/, /^Amsterdam/);

    await waitFor(() =>
      expect(formData()).toEqual({
        environment: 'production',
        place: { source: 'lab', datacenter: 'ams1' },
        network: 'ams1-prod-app',
        template: 'rhel9-2026.11',
      }),
    );
  });

  it('show the last known with its age while the source does not answer', async () => {
    await show({
      place: fra1,
      inventory: serveCompany({
        source: {
          ...liveSource,
          state: 'stale',
          asOf: new Date(Date.now() - 7200_000).toISOString(),
        },
      }),
    });

    expect(
      await screen.findAllByText(
        'Lab vCenter does not answer. This was last known 2 hours ago.',
      ),
    ).toHaveLength(3);
    expect(await optionsOf(/^Template/)).toHaveLength(2);
  });

  it('say that a datacenter is gone, or that nothing is known of it yet', async () => {
    const { unmount } = await show({
      place: fra1,
      values: { template: 'rhel9-2026.10' },
      inventory: serveCompany({ objects: [] }),
    });
    expect(
      await screen.findAllByText(/The inventory has no datacenter fra1 in lab/),
    ).toHaveLength(3);
    expect(formData().template).toBe('rhel9-2026.10');
    unmount();

    await show({
      place: fra1,
      inventory: serveCompany({
        objects: [],
        source: { ...liveSource, state: 'failed', asOf: undefined },
      }),
    });
    expect(
      await screen.findAllByText(/Lab vCenter has never answered/),
    ).toHaveLength(3);
  });

  it('say what went wrong, and try again when asked to', async () => {
    const company = serveCompany();
    let down = true;
    await show({
      place: fra1,
      inventory: {
        ...company,
        getCapacity: async query => {
          if (down) {
            throw new Error('The network is down.');
          }
          return company.getCapacity(query);
        },
      },
    });
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'The network is down.',
    );

    down = false;
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));

    expect(await optionsOf(/^Cluster/)).toHaveLength(3);
    expect(screen.queryByRole('alert')).toBeNull();
  });

  it('say that the policy cannot be had, rather than what to choose first', async () => {
    await show({
      getPolicy: async () => {
        throw new Error('The backend is away.');
      },
    });

    expect(await screen.findAllByText('The backend is away.')).toHaveLength(4);
    expect(screen.queryByText(/first\./)).toBeNull();
    expect(screen.queryByText('Loading …')).toBeNull();
  });

  it('say that there is nothing to choose from', async () => {
    await show({
      place: fra1,
      inventory: serveCompany({
        objects: companyObjects.filter(({ kind }) => kind !== 'template'),
      }),
    });

    expect(
      await screen.findByText('There is nothing to choose from.'),
    ).toBeInTheDocument();
  });
});
