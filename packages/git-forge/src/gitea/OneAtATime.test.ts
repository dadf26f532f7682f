import { OneAtATime } from './OneAtATime';

describe('OneAtATime', () => {
  it('runs one after the other for a key, in order, also after a failure', async () => {
    const turns = new OneAtATime();
    const seen: string[] = [];
    const work = (name: string) => async () => {
      seen.push(`${name} begins`);
      await Promise.resolve();
      seen.push(`${name} ends`);
      if (name === 'b') {
        throw new Error('b failed');
      }
      return name;
    };
    const results = await Promise.allSettled(
      ['a', 'b', 'c'].map(name => turns.run('main', work(name))),
    );
    expect(seen).toEqual([
      'a begins',
      'a ends',
      'b begins',
      'b ends',
      'c begins',
      'c ends',
    ]);
    expect(results.map(({ status }) => status)).toEqual([
      'fulfilled',
      'rejected',
      'fulfilled',
    ]);
  });

  it('does not let one key wait for another', async () => {
    const turns = new OneAtATime();
    const stuck = turns.run('one', () => new Promise(() => {}));
    expect(await turns.run('other', async () => 'done')).toBe('done');
    expect(stuck).toBeInstanceOf(Promise);
  });
});
