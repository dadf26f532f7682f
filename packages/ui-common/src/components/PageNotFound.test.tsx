import { renderInTestApp } from '@backstage/test-utils';
import { screen } from '@testing-library/react';
import { PageNotFound } from './PageNotFound';

describe('PageNotFound', () => {
  it('says so, also in the tab, and leads on', async () => {
    await renderInTestApp(
      <PageNotFound to={{ href: '/vm-inventory', title: 'All machines' }} />,
    );

    expect(screen.getByRole('alert')).toHaveTextContent(
      /^Page not foundThere is no page at this address\./,
    );
    expect(screen.getByRole('link', { name: 'All machines' })).toHaveAttribute(
      'href',
      '/vm-inventory',
    );
    expect(document.title).toMatch(/^Page not found \| /);
  });
});
