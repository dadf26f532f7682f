import { recallExplorer, rememberExplorer } from './leftExplorer';

describe('how the explorer was left', () => {
  beforeEach(() => window.sessionStorage.clear());

  it('is known by the entry of the history, as it was last', () => {
    rememberExplorer({ key: 'a', search: '?power=on', row: 10.5 });
    rememberExplorer({ key: 'b', search: '', row: 1, treeLine: 'source:fra' });
    rememberExplorer({ key: 'a', search: '?power=off', row: 20 });

    expect(recallExplorer('a')).toEqual({
      key: 'a',
      search: '?power=off',
      row: 20,
    });
    expect(recallExplorer('b')?.treeLine).toBe('source:fra');
    expect(recallExplorer('c')).toBeUndefined();
  });

  it('is forgotten after many others', () => {
    for (let index = 0; index < 100; index++) {
      rememberExplorer({ key: `${index}`, search: '', row: index });
    }
    expect(recallExplorer('0')).toBeUndefined();
    expect(recallExplorer('99')?.row).toBe(99);
    expect(window.sessionStorage.length).toBe(1);
  });
});
