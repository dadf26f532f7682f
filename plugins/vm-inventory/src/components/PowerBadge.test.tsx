import { render, screen } from '@testing-library/react';
import { machine } from '../__testUtils__/inventory';
import { describeConnection, nameWithConnection } from './connections';
import { lastKnownPower, PowerBadge } from './PowerBadge';

describe('PowerBadge', () => {
  it.each([undefined, 'connected'] as const)(
    'says whether a machine runs whose connection is %s',
    connection => {
      const running = machine({ name: 'web01', connection });
      render(<PowerBadge machine={running} />);
      expect(screen.getByText('On')).toBeInTheDocument();
      expect(lastKnownPower(running)).toBeUndefined();
      expect(describeConnection(running)).toBeUndefined();
    },
  );

  it.each([
    ['disconnected', 'Disconnected', /its host is not connected/],
    ['inaccessible', 'Inaccessible', /its files cannot be read/],
    ['orphaned', 'Orphaned', /its host no longer knows it/],
    ['invalid', 'Invalid', /its configuration cannot be used/],
  ] as const)(
    'says that a machine is %s, and not that it runs',
    (connection, word, reason) => {
      const unreached = machine({ name: 'web01', connection });
      render(<PowerBadge machine={unreached} />);
      expect(screen.getByText(word)).toBeInTheDocument();
      expect(screen.queryByText('On')).toBeNull();
      expect(lastKnownPower(unreached)).toBe('last known: on');
      expect(describeConnection(unreached)).toMatch(reason);
    },
  );
});

describe('nameWithConnection', () => {
  it('says of hosts and machines how they are, unless they are reached', () => {
    expect(nameWithConnection({ name: 'esx1' })).toBe('esx1');
    expect(nameWithConnection({ name: 'esx1', connection: 'connected' })).toBe(
      'esx1',
    );
    expect(
      nameWithConnection({ name: 'esx1', connection: 'not-responding' }),
    ).toBe('esx1 (not responding)');
  });
});
