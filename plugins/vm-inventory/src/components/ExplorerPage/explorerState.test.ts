import { filterOf, isNarrowed, readExplorerState } from './explorerState';

const read = (url: string) => readExplorerState(new URLSearchParams(url));

describe('readExplorerState', () => {
  it('shows all machines by hosts when nothing is said', () => {
    const state = read('');
    expect(state).toEqual({
      view: 'hosts',
      open: undefined,
      place: undefined,
      kind: 'machine',
      search: '',
      power: undefined,
      connection: undefined,
      source: undefined,
      datacenter: undefined,
      cluster: undefined,
      sort: '',
    });
    expect(isNarrowed(state)).toBe(false);
  });

  it('knows what is open, and that nothing is', () => {
    expect(read('open=source%3Afra&open=cluster%3Afra%2Fc1').open).toEqual([
      'source:fra',
      'cluster:fra/c1',
    ]);
    expect(read('open=').open).toEqual([]);
  });

  it('leaves out what it does not understand', () => {
    expect(
      read('in=x&power=maybe&kind=house&view=moon&cluster=c1&datacenter='),
    ).toEqual(read(''));
  });
});

describe('filterOf', () => {
  it.each([
    ['', {}],
    ['power=on&source=fra', { power: 'on', source: 'fra' }],
    ['connection=inaccessible', { connection: 'inaccessible' }],
    ['cluster=fra/a/b', { source: 'fra', cluster: 'a/b' }],
    [
      'datacenter=fra/dc&cluster=fra/c1',
      { source: 'fra', datacenter: 'dc', cluster: 'c1' },
    ],
    [
      'kind=template&power=on&cluster=fra/c1&datacenter=fra/dc',
      { source: 'fra', datacenter: 'dc' },
    ],
  ])('of %p is %p', (url, filter) => {
    expect(filterOf(read(url))).toEqual(filter);
  });

  it('narrows, and so do a search and a place', () => {
    for (const url of ['power=on', 'search=x', 'in=source:fra']) {
      expect(isNarrowed(read(url))).toBe(true);
    }
  });
});
