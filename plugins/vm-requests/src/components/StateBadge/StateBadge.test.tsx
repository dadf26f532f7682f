import { render, screen } from '@testing-library/react';
import { StateBadge } from './StateBadge';

const since = '2026-11-21T12:00:00.000Z';

describe('StateBadge', () => {
  it('says where a request stands', () => {
    render(<StateBadge request={{ state: 'applying' }} />);
    expect(screen.getByText('Applying')).toBeInTheDocument();
  });

  it.each([
    ['person', 'Waits for a person'],
    ['netbox', 'Waits for NetBox'],
    ['atlantis', 'Waits for Atlantis'],
  ] as const)('says of one that waits for %s: %s', (waitsFor, label) => {
    render(
      <StateBadge
        request={{
          state: 'applying',
          wait: { for: waitsFor, since, why: 'It does.' },
        }}
      />,
    );
    expect(screen.getByText(label)).toBeInTheDocument();
    expect(screen.queryByText('Applying')).toBeNull();
  });
});
