import { mockApis, TestApiProvider } from '@backstage/test-utils';
import { configApiRef } from '@backstage/core-plugin-api';
import { render, waitFor } from '@testing-library/react';
import { useDocumentTitle } from './useDocumentTitle';

const Page = ({ name }: { name?: string }) => {
  useDocumentTitle(name, 'Machines');
  return null;
};

function inApp(page: JSX.Element, title?: string) {
  const config = mockApis.config({ data: { app: title ? { title } : {} } });
  return (
    <TestApiProvider apis={[[configApiRef, config]]}>{page}</TestApiProvider>
  );
}

describe('useDocumentTitle', () => {
  it('names the page before the app, and gives the title back', () => {
    document.title = 'Acme';
    const { rerender, unmount } = render(inApp(<Page />, 'Acme'));
    expect(document.title).toBe('Machines | Acme');

    rerender(inApp(<Page name="web01" />, 'Acme'));
    expect(document.title).toBe('web01 | Machines | Acme');

    unmount();
    expect(document.title).toBe('Acme');
  });

  it('stays when the count of notifications is put before the title of the app', async () => {
    document.title = 'Acme';
    const { unmount } = render(inApp(<Page />, 'Acme'));
    document.title = '(9) Acme';
    await waitFor(() => expect(document.title).toBe('(9) Machines | Acme'));
    unmount();
  });

  it('stays when the count of notifications puts the title of before back', async () => {
    document.title = 'Acme';
    const { rerender, unmount } = render(inApp(<Page />, 'Acme'));
    rerender(inApp(<Page name="web01" />, 'Acme'));
    document.title = '(1) Machines | Acme';
    await waitFor(() =>
      expect(document.title).toBe('(1) web01 | Machines | Acme'),
    );
    unmount();
  });

  it('calls an app without a title Backstage', () => {
    render(inApp(<Page />));
    expect(document.title).toBe('Machines | Backstage');
  });
});
