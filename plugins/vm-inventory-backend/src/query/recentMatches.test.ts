import { KindTable } from '../store/KindTable';
import { recentMatches } from './recentMatches';

describe('recentMatches', () => {
  const table = KindTable.empty();
  const positions = Uint32Array.of(1, 2);

  it('works out a query once for a table, and anew for another', () => {
    const workOut = jest.fn(() => positions);
    expect(recentMatches(table, 'a', workOut)).toBe(positions);
    expect(recentMatches(table, 'a', workOut)).toBe(positions);
    expect(workOut).toHaveBeenCalledTimes(1);

    recentMatches(KindTable.empty(), 'a', workOut);
    recentMatches(table, 'b', workOut);
    expect(workOut).toHaveBeenCalledTimes(3);
  });

  it('forgets what was not asked for lately', () => {
    const other = KindTable.empty();
    recentMatches(other, 'first', () => positions);
    for (let query = 0; query < 16; query++) {
      recentMatches(other, String(query), () => positions);
    }
    const workOut = jest.fn(() => positions);
    recentMatches(other, '15', workOut);
    expect(workOut).not.toHaveBeenCalled();
    recentMatches(other, 'first', workOut);
    expect(workOut).toHaveBeenCalledTimes(1);
  });
});
