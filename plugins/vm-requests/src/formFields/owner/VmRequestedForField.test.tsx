import { Entity } from '@backstage/catalog-model';
import { identityApiRef } from '@backstage/core-plugin-api';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import { catalogApiMock } from '@backstage/plugin-catalog-react/testUtils';
import {
  createFormField,
  FormField,
} from '@backstage/plugin-scaffolder-react/alpha';
import {
  FieldExtensionComponentProps,
  makeFieldSchema,
} from '@backstage/plugin-scaffolder-react';
import { mockApis } from '@backstage/test-utils';
import { act, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { policy } from '../../__testUtils__/company';
import { choose, formData, renderForm } from '../../__testUtils__/renderForm';
import { vmOwnerField } from './VmOwnerField';
import { vmRequestedForField } from './VmRequestedForField';

const desk = 'group:default/service-desk';
const omar = 'user:default/omar.haddad';

function user(name: string, group: string): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'User',
    metadata: { name },
    spec: {},
    relations: [{ type: 'memberOf', targetRef: group }],
  };
}

/** Stands for the scaffolder's own picker of entities. */
const entityPicker: FormField = createFormField({
  name: 'EntityPicker',
  component: (props: FieldExtensionComponentProps<string>) => (
    <button type="button" onClick={() => props.onChange(omar)}>
      For Omar
    </button>
  ),
  schema: makeFieldSchema({ output: z => z.string() }),
});

function show(by: string[] | undefined) {
  const { development } = policy.environments;
  return renderForm({
    fields: {
      requestedFor: {
        field: vmRequestedForField,
        schema: { type: 'string', title: 'On behalf of' },
      },
      owner: {
        field: vmOwnerField,
        schema: { type: 'string', title: 'Owner' },
      },
      unused: { field: entityPicker, schema: { type: 'string' } },
    },
    values: { environment: 'development' },
    requests: {
      getPolicy: async () => ({
        ...policy,
        environments: {
          development: { ...development, onBehalf: by && { by } },
        },
      }),
    },
    apis: [
      [
        catalogApiRef,
        catalogApiMock({
          entities: [
            user('dana.lind', desk),
            user('omar.haddad', 'group:default/team-search'),
          ],
        }),
      ],
      [
        identityApiRef,
        mockApis.identity({ userEntityRef: 'user:default/dana.lind' }),
      ],
    ],
  });
}

describe('VmRequestedForField', () => {
  it('lets those choose whom policy names, and offers the owners of whom it is for', async () => {
    await show([desk]);
    await waitFor(() =>
      expect(screen.getAllByRole('button', { name: 'For Omar' })).toHaveLength(
        2,
      ),
    );
    await userEvent.click(
      screen.getAllByRole('button', { name: 'For Omar' })[0],
    );
    await waitFor(() =>
      expect(formData()).toMatchObject({ requestedFor: omar }),
    );
    await waitFor(() =>
      expect(screen.getByLabelText(/^Owner/)).not.toHaveAttribute(
        'aria-disabled',
      ),
    );
    await choose(/^Owner/, /team-search/);
    expect(formData()).toMatchObject({
      requestedFor: omar,
      owner: 'group:default/team-search',
    });
  });

  it('reads nobody’s groups where policy names nobody', async () => {
    const getEntityByRef = jest.fn();
    const getPolicy = jest.fn(async () => policy);
    await renderForm({
      fields: {
        requestedFor: {
          field: vmRequestedForField,
          schema: { type: 'string', title: 'On behalf of' },
        },
      },
      values: { environment: 'development' },
      requests: { getPolicy },
      apis: [[catalogApiRef, { getEntityByRef }]],
    });
    await waitFor(() => expect(getPolicy).toHaveBeenCalled());
    await act(async () => {});
    expect(getEntityByRef).not.toHaveBeenCalled();
  });

  it.each([[undefined], [['group:default/others']]])(
    'asks nobody else for whom it is (%s)',
    async by => {
      await show(by);
      await waitFor(() =>
        expect(screen.getByLabelText(/^Owner/)).not.toHaveAttribute(
          'aria-disabled',
        ),
      );
      expect(screen.getAllByRole('button', { name: 'For Omar' })).toHaveLength(
        1,
      );
    },
  );
});
