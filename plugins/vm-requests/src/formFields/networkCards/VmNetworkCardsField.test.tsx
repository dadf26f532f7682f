import { JsonObject } from '@backstage/types';
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { VmInventoryApi } from '@backlot/plugin-vm-inventory-react';
import { policy, production, serveCompany } from '../../__testUtils__/company';
import {
  choose,
  formData,
  next,
  renderForm,
} from '../../__testUtils__/renderForm';
import { vmNetworkCardsField } from './VmNetworkCardsField';

const inProduction = {
  environment: 'production',
  place: { source: 'lab', datacenter: 'fra1' },
  network: 'fra1-prod-app',
};

function show(
  options: {
    networkCards?: number;
    values?: JsonObject;
    inventory?: Partial<VmInventoryApi>;
  } = {},
) {
  const { networkCards, values = inProduction, inventory } = options;
  return renderForm({
    fields: {
      extraCards: {
        field: vmNetworkCardsField,
        schema: {
          type: 'array',
          title: 'Further network cards',
          items: { type: 'object' },
        },
      },
    },
    values,
    inventory,
    requests: {
      getPolicy: async () => ({
        ...policy,
        environments: {
          production: {
            ...production,
            limits: { ...production.limits, networkCards },
          },
        },
      }),
    },
  });
}

const add = () => screen.getByRole('button', { name: 'Add a network card' });

describe('VmNetworkCardsField', () => {
  it('adds a card in a network that no other card has, and takes it away again', async () => {
    await show({ networkCards: 2 });
    expect(await screen.findByText(/Up to 2 cards/)).toBeInTheDocument();

    await userEvent.click(add());
    await userEvent.click(screen.getByLabelText('Network of card 2'));
    expect(
      await screen.findByRole('option', { name: /the network of card 1/ }),
    ).toHaveAttribute('aria-disabled', 'true');
    await userEvent.keyboard('{Escape}');
    await choose(/^Network of card 2/, /^fra1-prod-db/);

    await waitFor(() =>
      expect(formData().extraCards).toEqual([{ network: 'fra1-prod-db' }]),
    );
    expect(add()).toBeDisabled();
    await userEvent.click(
      screen.getByRole('button', { name: 'Remove network card 2' }),
    );
    await waitFor(() => expect(formData().extraCards).toEqual([]));
  });

  it('asks the inventory for networks once there is a further card', async () => {
    const { list } = serveCompany();
    const asked = jest.fn(list);
    await show({ networkCards: 2, inventory: { list: asked } });
    await screen.findByText(/Up to 2 cards/);
    expect(asked).not.toHaveBeenCalled();

    await userEvent.click(add());
    await waitFor(() =>
      expect(asked).toHaveBeenCalledWith(
        'network',
        expect.anything(),
        expect.anything(),
      ),
    );
  });

  it('does not go on with a card whose network is not chosen', async () => {
    await show({ networkCards: 3 });
    await screen.findByText(/Up to 3 cards/);
    await userEvent.click(add());
    await next();
    expect(
      (await screen.findAllByText(/Choose the network of card 2/)).length,
    ).toBeGreaterThan(0);
  });

  it('says where an environment allows one card alone', async () => {
    await show();
    expect(
      await screen.findByText(/have one network card/),
    ).toBeInTheDocument();
    expect(add()).toBeDisabled();
  });

  it('refuses more cards than the environment allows by now', async () => {
    await show({
      networkCards: 1,
      values: { ...inProduction, extraCards: [{ network: 'fra1-prod-db' }] },
    });
    await screen.findByLabelText('Network of card 2');
    await next();
    expect(
      (await screen.findAllByText(/at most 1 network card/)).length,
    ).toBeGreaterThan(0);
  });
});
