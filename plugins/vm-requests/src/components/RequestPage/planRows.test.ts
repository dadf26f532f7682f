import { PlanValue } from '@backlot/plugin-vm-requests-common';
import fc from 'fast-check';
import { pathText, planRows, valueText } from './planRows';

describe('planRows', () => {
  it('shows what is created, with what is unknown and not set aside', () => {
    expect(
      planRows([
        { path: [], after: {} },
        { path: ['cdrom'], after: [] },
        { path: ['disk'], after: [] },
        { path: ['disk', 0], after: {} },
        { path: ['disk', 0, 'size'], after: 40 },
        { path: ['disk', 0, 'uuid'], unknown: true },
        { path: ['name'], after: 'web01' },
        { path: ['policy'], after: null },
      ]),
    ).toEqual({
      rows: [
        { name: 'cdrom', after: '[]' },
        { name: 'disk[0].size', after: '40' },
        { name: 'name', after: 'web01' },
      ],
      unknown: ['disk[0].uuid'],
      unset: ['policy'],
    });
  });

  it('shows what changes, what goes and what is not set any more', () => {
    expect(
      planRows([
        { path: ['disk', 1], before: {} },
        { path: ['disk', 1, 'size'], before: 20 },
        { path: ['num_cpus'], before: 2, after: 4 },
        { path: ['policy'], before: 'gold', after: null },
        { path: ['tags', 'a.b'], before: 'x' },
      ]).rows,
    ).toEqual([
      { name: 'disk[1].size', before: '20' },
      { name: 'num_cpus', before: '2', after: '4' },
      { name: 'policy', before: 'gold', after: 'not set' },
      { name: 'tags["a.b"]', before: 'x' },
    ]);
  });

  it('says of sensitive values that they change, and when they stop to be', () => {
    const before = '(sensitive value)';
    expect(
      planRows([
        {
          path: ['a'],
          before,
          beforeSensitive: true,
          after: '(sensitive value)',
          afterSensitive: true,
        },
        { path: ['b'], before, beforeSensitive: true, after: 'open' },
        { path: ['c'], before: 'open', after: before, afterSensitive: true },
        { path: ['d'], unknown: true, afterSensitive: true },
      ]).rows,
    ).toEqual([
      { name: 'a', before, after: 'another (sensitive value)' },
      { name: 'b', before, after: 'open (no longer sensitive)' },
      { name: 'c', before: 'open', after: '(sensitive value), from now on' },
      { name: 'd', after: '(sensitive value), known after apply' },
    ]);
  });

  it('leaves nothing out', () => {
    const leaf = fc.oneof(
      fc.string(),
      fc.integer(),
      fc.boolean(),
      fc.constant(null),
    );
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.tuple(fc.string({ minLength: 1 }), leaf), {
          selector: ([name]) => name,
        }),
        attributes => {
          const values: PlanValue[] = attributes.map(([name, after]) => ({
            path: [name],
            after,
          }));
          const { rows, unset } = planRows(values);
          expect([...rows.map(({ name }) => name), ...unset].sort()).toEqual(
            attributes.map(([name]) => pathText([name])).sort(),
          );
        },
      ),
    );
  });
});

describe('valueText', () => {
  it('is another for another value', () => {
    const value = fc.oneof(
      fc.string(),
      fc.integer(),
      fc.boolean(),
      fc.constantFrom(null, 'null', 'true', '1', 'not set', '""', ' ', ''),
    );
    fc.assert(
      fc.property(value, value, (one, other) => {
        expect(valueText(one) === valueText(other)).toBe(one === other);
      }),
    );
  });
});

describe('pathText', () => {
  it('is another for another path', () => {
    const path = fc.array(
      fc.oneof(
        fc.nat({ max: 20 }),
        fc.string({ minLength: 1 }),
        fc.constantFrom('a', 'a.b', 'a[0]', 'b', '"'),
      ),
      { minLength: 1, maxLength: 4 },
    );
    fc.assert(
      fc.property(path, path, (one, other) => {
        expect(pathText(one) === pathText(other)).toBe(
          JSON.stringify(one) === JSON.stringify(other),
        );
      }),
    );
  });
});
