import { Entity } from '@backstage/catalog-model';
import { EntityProvider } from '@backstage/plugin-catalog-react';
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { GuestReport } from '@backlot/plugin-vm-requests-common';
import { renderWithApi } from '../../__testUtils__/renderWithApi';
import { summary } from '../../__testUtils__/requests';
import { VmRequestsApi } from '../../api/VmRequestsApi';
import { EntityRequestsContent } from './EntityRequestsContent';

const entity: Entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Resource',
  metadata: {
    name: 'machine-1',
    annotations: { 'backlot.dev/request': summary.id },
  },
  spec: { type: 'virtual-machine' },
};

function show(list: VmRequestsApi['list'], shown: Entity = entity) {
  return renderWithApi(
    <EntityProvider entity={shown}>
      <EntityRequestsContent />
    </EntityProvider>,
    { list },
  );
}

describe('EntityRequestsContent', () => {
  it('shows the request that the machine came from', async () => {
    const list = jest.fn(async () => ({
      items: [summary],
      total: 1,
      byState: {},
      byWait: {},
    }));
    await show(list);

    expect(await screen.findByRole('row', { name: /web01/ })).toHaveTextContent(
      'Waits for approval',
    );
    expect(list).toHaveBeenCalledWith(
      { search: summary.id, limit: 50 },
      expect.anything(),
    );
  });

  it.each<[GuestReport['state'], string[], string, boolean]>([
    ['reported', ['10.20.110.7'], 'The guest has reported 10.20.110.7.', false],
    ['silent', [], 'not reported its address yet: look at its console', true],
    ['reported', ['10.20.110.9'], '10.20.110.9, not 10.20.110.7', true],
  ])(
    'says that its guest is %s: %j',
    async (state, addresses, words, alarm) => {
      const guest: GuestReport = {
        state,
        addresses,
        at: '2026-11-21T12:00:00.000Z',
        since: '2026-11-21T12:00:00.000Z',
        until: '2026-11-21T12:15:00.000Z',
      };
      await show(async () => ({
        items: [{ ...summary, state: 'done', guest }],
        total: 1,
        byState: {},
        byWait: {},
      }));

      expect(
        await screen.findByText(text => text.includes(words)),
      ).toBeInTheDocument();
      expect(screen.queryAllByRole('alert')).toHaveLength(alarm ? 1 : 0);
    },
  );

  it('says that a machine came from none, and asks nobody', async () => {
    const list = jest.fn();
    await show(list, { ...entity, metadata: { name: 'by-hand' } });

    expect(
      screen.getByText('This machine did not come from a request.'),
    ).toBeInTheDocument();
    expect(list).not.toHaveBeenCalled();
  });

  it('says that the request cannot be seen', async () => {
    await show(async () => ({ items: [], total: 0, byState: {}, byWait: {} }));

    expect(
      await screen.findByText(
        'The request no longer exists, or you may not see it.',
      ),
    ).toBeInTheDocument();
  });

  it('says what went wrong, and tries again when asked to', async () => {
    const list = jest
      .fn()
      .mockRejectedValueOnce(new Error('the network is down'))
      .mockResolvedValue({
        items: [summary],
        total: 1,
        byState: {},
        byWait: {},
      });
    await show(list);
    expect(await screen.findByText('the network is down')).toBeInTheDocument();

    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));

    expect(
      await screen.findByRole('row', { name: /web01/ }),
    ).toBeInTheDocument();
  });
});
