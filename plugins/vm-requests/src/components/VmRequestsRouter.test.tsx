import { screen } from '@testing-library/react';
import { renderWithApi } from '../__testUtils__/renderWithApi';
import { VmRequestsRouter } from './VmRequestsRouter';

describe('VmRequestsRouter', () => {
  it('takes the list of batches for no request', async () => {
    await renderWithApi(
      <VmRequestsRouter />,
      { getBatches: async () => ({ items: [] }) },
      '/batches',
    );

    expect(
      await screen.findByRole('heading', { name: 'Batches' }),
    ).toBeVisible();
    expect(document.title).toMatch(/^Batches \| /);
  });

  it('says of a path that leads nowhere that it does, and leads back', async () => {
    await renderWithApi(<VmRequestsRouter />, {}, '/01JD/nowhere');

    expect(
      await screen.findByText('There is no page at this address.'),
    ).toBeVisible();
    expect(
      screen.getByRole('link', { name: 'See all requests' }),
    ).toHaveAttribute('href', '/vm-requests');
    expect(document.title).toMatch(/^Page not found \| /);
  });
});
