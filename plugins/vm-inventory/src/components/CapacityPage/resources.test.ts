import { axisTicks } from './axisTicks';
import { resourceScale } from './resources';

const TIB = 1024 ** 4;

describe('resourceScale', () => {
  it.each([
    ['cpu' as const, 230, ['0 vCPU', '50 vCPU', '250 vCPU']],
    ['memory' as const, 600, ['0 MiB', '200 MiB', '600 MiB']],
    ['memory' as const, 9_000 * 1024, ['0 TiB', '2 TiB', '10 TiB']],
    ['storage' as const, 1.2 * TIB, ['0 TiB', '0.5 TiB', '1.5 TiB']],
    ['storage' as const, 3.4 * TIB, ['0 TiB', '1 TiB', '4 TiB']],
    ['storage' as const, 0.9 * TIB, ['0 GiB', '200 GiB', '1,000 GiB']],
  ])('marks an axis of %s up to %d roundly in one unit', (...given) => {
    const [resource, largest, words] = given;
    const { format, step } = resourceScale(resource, largest);
    const ticks = axisTicks(largest, step).map(format);
    expect([ticks[0], ticks[1], ticks.at(-1)]).toEqual(words);
  });
});
