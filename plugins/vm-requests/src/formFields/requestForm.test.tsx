import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { publicKey } from '../__testUtils__/company';
import {
  choose,
  formData,
  next,
  renderForm,
} from '../__testUtils__/renderForm';
import { vmEnvironmentField } from './environment/VmEnvironmentField';
import { vmNameField } from './name/VmNameField';
import { vmClusterField } from './pickers/VmClusterField';
import { vmNetworkField } from './pickers/VmNetworkField';
import { vmTemplateField } from './pickers/VmTemplateField';
import { vmPlaceField } from './place/VmPlaceField';
import { vmCustomSizeField } from './size/VmCustomSizeField';
import { vmSizeField } from './size/VmSizeField';
import { vmSshKeysField } from './sshKeys/VmSshKeysField';

const string = (title: string) => ({ type: 'string', title });
const object = (title: string) => ({ type: 'object', title });

describe('the form of a request', () => {
  it('comes to the values of a machine, all fields on one page', async () => {
    const { onCreate } = await renderForm({
      fields: {
        environment: {
          field: vmEnvironmentField,
          schema: string('Environment'),
        },
        name: { field: vmNameField, schema: string('Name') },
        size: { field: vmSizeField, schema: string('Size') },
        custom: { field: vmCustomSizeField, schema: object('Custom size') },
        place: { field: vmPlaceField, schema: object('Datacenter') },
        cluster: { field: vmClusterField, schema: string('Cluster') },
        network: { field: vmNetworkField, schema: string('Network') },
        template: { field: vmTemplateField, schema: string('Template') },
        sshPublicKeys: {
          field: vmSshKeysField,
          schema: {
            type: 'array',
            title: 'SSH public keys',
            items: { type: 'string' },
          },
        },
      },
      required: ['environment', 'name', 'size', 'place', 'network', 'template'],
      requests: {
        checkName: async ({ name }) => ({ name, fqdn: name, available: true }),
      },
    });

    await choose(/^Environment/, /^Development/);
    await userEvent.type(screen.getByLabelText(/^Name/), 'web01');
    await userEvent.click(screen.getByRole('radio', { name: /^Small/ }));
    await choose(/^Template/, /^rhel9-2026\.11/);
    await userEvent.click(screen.getByLabelText(/^SSH public keys/));
    await userEvent.paste(publicKey);
    await waitFor(() =>
      expect(formData()).toMatchObject({ network: 'fra1-dev-app' }),
    );
    await next();
    await userEvent.click(
      await screen.findByRole('button', { name: 'Create' }),
    );

    await waitFor(() =>
      expect(onCreate).toHaveBeenCalledWith({
        environment: 'development',
        name: 'web01',
        size: 'small',
        place: { source: 'lab', datacenter: 'fra1' },
        network: 'fra1-dev-app',
        template: 'rhel9-2026.11',
        sshPublicKeys: [publicKey],
      }),
    );
  });
});
