import { Entity } from '@backstage/catalog-model';
import { identityApiRef } from '@backstage/core-plugin-api';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import { catalogApiMock } from '@backstage/plugin-catalog-react/testUtils';
import { mockApis } from '@backstage/test-utils';
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { policy } from '../../__testUtils__/company';
import { choose, formData, renderForm } from '../../__testUtils__/renderForm';
import { VmRequestsApi } from '../../api/VmRequestsApi';
import { vmEnvironmentField } from '../environment/VmEnvironmentField';
import { vmAdoptionOwnerField } from './VmAdoptionOwnerField';

const search = 'group:default/team-search';

function group(name: string): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Group',
    metadata: { name },
    spec: { type: 'team', children: [] },
  };
}

function show(
  memberOf: string,
  options: {
    environment?: string;
    owner?: string;
    getPolicy?: VmRequestsApi['getPolicy'];
  } = {},
) {
  const { environment = 'production', owner, getPolicy } = options;
  return renderForm({
    fields: {
      environment: {
        field: vmEnvironmentField,
        schema: { type: 'string', title: 'Environment' },
      },
      owner: {
        field: vmAdoptionOwnerField,
        schema: { type: 'string', title: 'Owner' },
      },
    },
    values: { environment, ...(owner && { owner }) },
    requests: getPolicy && { getPolicy },
    apis: [
      [
        catalogApiRef,
        catalogApiMock({
          entities: [
            {
              apiVersion: 'backstage.io/v1alpha1',
              kind: 'User',
              metadata: { name: 'priya.nair' },
              spec: {},
              relations: [
                { type: 'memberOf', targetRef: `group:default/${memberOf}` },
              ],
            },
            group(memberOf),
            group('team-payments'),
            group('team-search'),
          ],
        }),
      ],
      [
        identityApiRef,
        mockApis.identity({ userEntityRef: 'user:default/priya.nair' }),
      ],
    ],
  });
}

async function offered(): Promise<(string | null)[]> {
  await waitFor(() =>
    expect(screen.getByLabelText(/^Owner/)).not.toHaveAttribute(
      'aria-disabled',
    ),
  );
  await userEvent.click(screen.getByLabelText(/^Owner/));
  return screen.getAllByRole('option').map(option => option.textContent);
}

describe('VmAdoptionOwnerField', () => {
  it.each(['platform-team', 'vm-approvers'])(
    'offers any group to who decides in the environment (%s)',
    async memberOf => {
      await show(memberOf);

      expect(await offered()).toEqual([
        memberOf,
        'priya.nair (you)',
        'team-payments',
        'team-search',
      ]);
      await userEvent.click(
        screen.getByRole('option', { name: 'team-search' }),
      );
      expect(formData()).toEqual({ environment: 'production', owner: search });
    },
  );

  it('offers others their own groups', async () => {
    await show('architects');

    expect(await offered()).toEqual(['architects', 'priya.nair (you)']);
  });

  it('takes a group back where another environment is chosen in which one does not decide', async () => {
    await show('vm-approvers', { owner: search });
    await offered();
    await userEvent.keyboard('{Escape}');
    expect(formData().owner).toBe(search);

    await choose(/^Environment/, /^Development/);

    await waitFor(() => expect(formData().owner).toBeUndefined());
  });

  it('keeps a group while the policy is not known', async () => {
    let answer = (_: typeof policy) => {};
    await show('platform-team', {
      owner: search,
      getPolicy: () =>
        new Promise<typeof policy>(resolve => {
          answer = resolve;
        }),
    });
    expect(await screen.findAllByText('Loading …')).toHaveLength(2);
    answer(policy);
    await offered();

    expect(formData().owner).toBe(search);
  });
});
