import { holdFigures } from './measureHolds';

describe('holdFigures', () => {
  const load = { byClock: 58, onCore: 24 };
  const figuresOf = (...held: number[]) =>
    holdFigures(100_000, {
      load,
      passes: held.map(byClock => ({ byClock, onCore: byClock / 2 })),
    });

  it('judges the median of the passes, and tells the longest', () => {
    const [pass, first] = figuresOf(47, 61, 30);
    expect(pass).toMatchObject({
      measured: '47 ms',
      target: { met: true },
    });
    expect(pass.beside).toBe(
      'of work alone, without waiting for a core, 24 ms; medians of 3 passes, of which the longest held it 61 ms',
    );
    expect(first).toMatchObject({ measured: '58 ms' });
  });

  it('misses the target where most passes do', () => {
    expect(figuresOf(51, 61, 30)[0].target).toMatchObject({ met: false });
  });
});
