import { Entity } from '@backstage/catalog-model';
import { identityApiRef } from '@backstage/core-plugin-api';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import { catalogApiMock } from '@backstage/plugin-catalog-react/testUtils';
import { mockApis } from '@backstage/test-utils';
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { choose, formData, renderForm } from '../../__testUtils__/renderForm';
import { vmOwnerField } from './VmOwnerField';

function group(name: string, displayName?: string): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Group',
    metadata: { name },
    spec: { type: 'team', children: [], profile: { displayName } },
  };
}

const anna: Entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'User',
  metadata: { name: 'anna.weber' },
  spec: { profile: { displayName: 'Anna Weber' } },
  relations: ['team-payments', 'architects'].map(name => ({
    type: 'memberOf',
    targetRef: `group:default/${name}`,
  })),
};

const company = [
  anna,
  group('team-payments', 'Payments'),
  group('architects'),
  group('team-search', 'Search'),
];

function show(entities: Entity[], owner?: string) {
  return renderForm({
    fields: {
      owner: {
        field: vmOwnerField,
        schema: { type: 'string', title: 'Owner' },
      },
    },
    values: owner ? { owner } : undefined,
    apis: [
      [catalogApiRef, catalogApiMock({ entities })],
      [
        identityApiRef,
        mockApis.identity({ userEntityRef: 'user:default/anna.weber' }),
      ],
    ],
  });
}

describe('VmOwnerField', () => {
  it("offers one's own groups by title, and oneself", async () => {
    await show(company);
    await waitFor(() =>
      expect(screen.getByLabelText(/^Owner/)).not.toHaveAttribute(
        'aria-disabled',
      ),
    );

    await userEvent.click(screen.getByLabelText(/^Owner/));
    expect(
      screen.getAllByRole('option').map(option => option.textContent),
    ).toEqual(['architects', 'Payments', 'Anna Weber (you)']);
    await userEvent.click(screen.getByRole('option', { name: 'Payments' }));

    expect(formData()).toEqual({ owner: 'group:default/team-payments' });
  });

  it('takes back a group that is not one of them', async () => {
    await show(company, 'group:default/team-search');

    await waitFor(() => expect(formData().owner).toBeUndefined());
  });

  it('offers only oneself to somebody whom the catalog does not know', async () => {
    await show([]);

    await choose(/^Owner/, /^anna\.weber \(you\)$/);

    expect(formData()).toEqual({ owner: 'user:default/anna.weber' });
  });
});
