import { markdownTable } from './markdownTable';

describe('markdownTable', () => {
  it('makes each column as wide as its widest cell', () => {
    expect(
      markdownTable(
        ['Stretch', 'In all', 'T'],
        ['left', 'right', 'left'],
        [
          ['Approved → done', '12', '–'],
          ['x', '1234567', 'met'],
        ],
      ),
    ).toEqual([
      '| Stretch         |  In all | T   |',
      '| --------------- | ------: | --- |',
      '| Approved → done |      12 | –   |',
      '| x               | 1234567 | met |',
    ]);
  });
});
