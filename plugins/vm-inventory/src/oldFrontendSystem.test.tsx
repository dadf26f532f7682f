import { createApp } from '@backstage/app-defaults';
import { AppRouter, FlatRoutes } from '@backstage/core-app-api';
import { render, screen } from '@testing-library/react';
import { Route } from 'react-router-dom';
import vmInventoryPlugin, {
  VmCapacityPage,
  VmInventoryPage,
  VmSourcesPage,
} from './index';

type OldPlugins = NonNullable<Parameters<typeof createApp>[0]>['plugins'];

/** An app as `create-app --legacy` makes it, with our pages among its routes. */
function renderOldApp(path: string, plugins?: OldPlugins) {
  window.history.replaceState(null, '', path);
  const app = createApp({
    plugins,
    configLoader: async () => [
      {
        context: 'test',
        data: {
          app: { baseUrl: 'http://localhost', title: 'Old' },
          backend: { baseUrl: 'http://localhost:7007' },
        },
      },
    ],
  });
  const App = app.createRoot(
    <AppRouter>
      <FlatRoutes>
        <Route path="/vm-inventory" element={<VmInventoryPage />} />
        <Route path="/vm-capacity" element={<VmCapacityPage />} />
        <Route path="/vm-sources" element={<VmSourcesPage />} />
      </FlatRoutes>
    </AppRouter>,
  );
  render(<App />);
}

describe('in an app of the old frontend system', () => {
  it.each(['/vm-inventory', '/vm-capacity', '/vm-sources'])(
    'says at %s that the new one is needed',
    async path => {
      renderOldApp(path);

      expect(await screen.findByRole('alert')).toHaveTextContent(
        /needs Backstage's new frontend system.*@backlot\/plugin-vm-inventory does not support the old frontend system .* yet/,
      );
    },
  );

  it('refuses in words to be one of its plugins', () => {
    jest.spyOn(console, 'error').mockImplementation();

    expect(() =>
      renderOldApp('/', [vmInventoryPlugin] as unknown as OldPlugins),
    ).toThrow(
      /@backlot\/plugin-vm-inventory does not support the old frontend system .* yet/,
    );
  });
});
