import { mockApis, TestApiProvider } from '@backstage/test-utils';
import { configApiRef } from '@backstage/core-plugin-api';
import { render } from '@testing-library/react';
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

  it('calls an app without a title Backstage', () => {
    render(inApp(<Page />));
    expect(document.title).toBe('Machines | Backstage');
  });
});
