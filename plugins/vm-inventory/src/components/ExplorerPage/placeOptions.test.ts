import { PlaceChoice } from './placeChoices';
import { placeOptions } from './placeOptions';

const choices: PlaceChoice[] = Array.from({ length: 2500 }, (_, index) => ({
  value: `fra/domain-c${index}`,
  name: `prod-${index}`,
  detail: 'fra1',
}));

const labels = (options: { chosen?: string; typed?: string }, of = choices) =>
  placeOptions(of, {
    any: 'Any cluster',
    chosen: undefined,
    typed: '',
    ...options,
  }).map(({ label }) => label);

describe('placeOptions', () => {
  it('offers all of a few, by name', () => {
    expect(labels({}, [choices[2], choices[1]])).toEqual([
      'Any cluster',
      'prod-1',
      'prod-2',
    ]);
  });

  it('offers some of very many, and says so', () => {
    const some = labels({});
    expect(some).toHaveLength(102);
    expect(some.at(-1)).toBe('2,400 more: type to find them');
  });

  it('finds each of them by a part of its name', () => {
    expect(labels({ typed: ' ROD-2499' })).toEqual(['prod-2499']);
    expect(labels({ typed: 'nothing' })).toEqual([]);
    expect(labels({ typed: 'prod-1' }).at(-1)).toBe(
      '1,011 more: type to find them',
    );
  });

  it('offers the chosen one, whatever there is', () => {
    expect(labels({ chosen: 'fra/domain-c999' })[1]).toBe('prod-999');
    expect(labels({ chosen: 'fra/domain-x' }, [])).toEqual([
      'Any cluster',
      'domain-x',
    ]);
    expect(labels({ chosen: choices[0].value }, [choices[0]])).toEqual([
      'Any cluster',
      'prod-0',
    ]);
  });

  it('tells apart what has the same name', () => {
    expect(
      placeOptions([choices[0]], { any: '', chosen: undefined, typed: '' })[1],
    ).toEqual({
      id: 'fra/domain-c0',
      label: 'prod-0',
      description: 'fra1',
    });
  });
});
