import { act, render, screen } from '@testing-library/react';
import { RelativeTime } from './RelativeTime';

describe('RelativeTime', () => {
  beforeEach(() => {
    jest.useFakeTimers({ now: new Date('2026-11-21T12:00:00.000Z') });
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it('says how long ago it was, with the moment itself behind it', () => {
    render(<RelativeTime at="2026-11-21T10:00:00.000Z" />);

    const time = screen.getByText('2 hours ago');
    expect(time).toHaveAttribute('datetime', '2026-11-21T10:00:00.000Z');
    expect(time.title).toMatch(/2026/);
  });

  it('goes on while it is looked at', () => {
    render(<RelativeTime at="2026-11-21T11:59:58.000Z" />);
    expect(screen.getByText('just now')).toBeInTheDocument();

    act(() => {
      jest.advanceTimersByTime(60_000);
    });

    expect(screen.getByText('1 minute ago')).toBeInTheDocument();
  });

  it('does not make a time of what is none', () => {
    render(<RelativeTime at="soon" />);
    expect(screen.getByText('unknown')).toBeInTheDocument();
  });
});
