import { describeOrigin } from './describeOrigin';

describe('describeOrigin', () => {
  it('says until when others measured, and who', () => {
    expect(
      describeOrigin([
        { day: '2026-11-03', origin: 'old monitoring' },
        { day: '2026-11-04' },
        { day: '2026-11-01', origin: 'made up' },
        { day: '2026-11-02', origin: 'old monitoring' },
      ]),
    ).toBe(
      'Until 3 November 2026 not measured by Backlot: old monitoring, made up',
    );
  });

  it('says nothing of what was measured', () => {
    expect(describeOrigin([])).toBeUndefined();
    expect(describeOrigin([{ day: '2026-11-03' }])).toBeUndefined();
  });
});
