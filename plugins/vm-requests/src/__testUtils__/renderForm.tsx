import { ApiRef, identityApiRef } from '@backstage/core-plugin-api';
import { catalogApiRef, entityRouteRef } from '@backstage/plugin-catalog-react';
import { catalogApiMock } from '@backstage/plugin-catalog-react/testUtils';
import {
  FormField,
  FormFieldExtensionData,
  Stepper,
} from '@backstage/plugin-scaffolder-react/alpha';
import { FieldExtensionComponentProps } from '@backstage/plugin-scaffolder-react';
import {
  mockApis,
  renderInTestApp,
  TestApiProvider,
} from '@backstage/test-utils';
import { JsonObject } from '@backstage/types';
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { Route, Routes } from 'react-router-dom';
import {
  VmInventoryApi,
  vmInventoryApiRef,
} from '@backlot/plugin-vm-inventory-react';
import { VmRequestsApi, vmRequestsApiRef } from '../api/VmRequestsApi';
import { rootRouteRef } from '../routes';
import { policy, serveCompany } from './company';

/** A form field is opaque to all but the scaffolder, which takes it apart just so. */
function optionsOf(field: FormField) {
  const { name, component, validation } =
    field as unknown as FormFieldExtensionData;
  return { name, component, validation };
}

const FormData = (props: FieldExtensionComponentProps<unknown>) => (
  <output data-testid="form-data">
    {JSON.stringify(props.formContext?.formData)}
  </output>
);

/** The values of the form now. */
export function formData(): JsonObject {
  const { now, ...data } = JSON.parse(
    screen.getByTestId('form-data').textContent ?? '{}',
  );
  return data;
}

/** Chooses an option of a select. */
export async function choose(label: RegExp, option: RegExp): Promise<void> {
  await userEvent.click(screen.getByLabelText(label));
  await userEvent.click(await screen.findByRole('option', { name: option }));
}

/** Goes to the next page of the form. */
export async function next(): Promise<void> {
  await userEvent.click(screen.getByRole('button', { name: /Next|Review/ }));
}

/**
 * Renders fields in the scaffolder's own form, each under the name given, on one page. What the form
 * holds is read by {@link formData}.
 */
export async function renderForm(options: {
  fields: Record<string, { field: FormField; schema: JsonObject }>;
  required?: string[];
  /** Values that the form begins with. */
  values?: JsonObject;
  requests?: Partial<VmRequestsApi>;
  inventory?: Partial<VmInventoryApi>;
  /** APIs beside or in place of those of the fields. */
  apis?: [ApiRef<unknown>, object][];
}): Promise<{ onCreate: jest.Mock; unmount: () => void }> {
  // The form scrolls to its top, which jsdom cannot.
  jest.spyOn(window, 'scrollTo').mockImplementation(() => {});
  window.history.replaceState(null, '', '/');
  const { fields, required = [], values, requests, inventory } = options;
  const used = Object.values(fields).map(({ field }) => optionsOf(field));
  const properties: JsonObject = {};
  for (const [key, { field, schema }] of Object.entries(fields)) {
    properties[key] = { ...schema, 'ui:field': optionsOf(field).name };
  }
  const onCreate = jest.fn();
  const { unmount } = await renderInTestApp(
    <TestApiProvider
      apis={[
        [
          vmRequestsApiRef,
          { getPolicy: async () => policy, ...requests } as VmRequestsApi,
        ],
        [
          vmInventoryApiRef,
          { ...serveCompany(), ...inventory } as VmInventoryApi,
        ],
        [catalogApiRef, catalogApiMock()],
        [identityApiRef, mockApis.identity()],
        ...(options.apis ?? []),
      ]}
    >
      <Routes>
        <Route
          path="/create/templates/:namespace/:templateName"
          element={
            <Stepper
              manifest={{
                title: 'RHEL9 VM',
                steps: [
                  {
                    title: 'Page',
                    schema: {
                      required,
                      properties: {
                        ...properties,
                        now: { type: 'null', 'ui:field': 'FormData' },
                      },
                    },
                  },
                ],
              }}
              extensions={[...used, { name: 'FormData', component: FormData }]}
              initialState={values as Record<string, never>}
              onCreate={onCreate}
            />
          }
        />
      </Routes>
    </TestApiProvider>,
    {
      routeEntries: ['/create/templates/default/rhel9-vm'],
      mountedRoutes: {
        '/catalog/:namespace/:kind/:name': entityRouteRef,
        '/vm-requests': rootRouteRef,
      },
    },
  );
  return { onCreate, unmount };
}
