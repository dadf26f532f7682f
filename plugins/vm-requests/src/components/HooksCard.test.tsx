import { screen } from '@testing-library/react';
import { MachineHookCall } from '@backlot/plugin-vm-requests-common';
import { renderWithApi } from '../__testUtils__/renderWithApi';
import { HooksCard } from './HooksCard';

const inMinutes = (minutes: number) =>
  new Date(Date.now() + minutes * 60_000 + 5_000).toISOString();

const waiting: MachineHookCall = {
  hook: 'dns',
  title: 'DNS',
  event: 'made',
  done: false,
  message: 'web01.dev.acme.example is not registered yet.',
  tries: 0,
};

describe('HooksCard', () => {
  it('says what is not done, why, and when it is tried next', async () => {
    const cause = '10.0.0.53 answered REFUSED.';
    await renderWithApi(
      <HooksCard calls={[{ ...waiting, cause, tries: 3, at: inMinutes(4) }]} />,
      {},
    );
    const words = screen.getByText(/not registered yet/);
    expect(words).toHaveTextContent(
      'Not done: DNS: web01.dev.acme.example is not registered yet.',
    );
    expect(screen.getByText(cause)).toBeVisible();
    expect(screen.getByText(/Tried 3 times, next/)).toHaveTextContent(
      'Tried 3 times, next in 4 minutes',
    );
  });

  it('says what was done', async () => {
    await renderWithApi(
      <HooksCard
        calls={[
          {
            ...waiting,
            done: true,
            message: 'Registered: web01.dev.acme.example.',
            tries: 1,
            at: inMinutes(-4),
          },
        ]}
      />,
      {},
    );
    expect(screen.getByText(/Registered/)).toHaveTextContent(
      'Done: DNS: Registered: web01.dev.acme.example.',
    );
    expect(screen.queryByText(/Tried/)).toBeNull();
  });

  it('is not there where no system has anything to do', async () => {
    await renderWithApi(<HooksCard calls={undefined} />, {});
    expect(screen.queryByText('Other systems')).toBeNull();
  });
});
