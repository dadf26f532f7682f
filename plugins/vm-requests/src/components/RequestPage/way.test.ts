import fc from 'fast-check';
import { requestStates } from '@backlot/plugin-vm-requests-common';
import { wayOf } from './way';

const at = (minute: number) =>
  `2026-11-21T12:${String(minute).padStart(2, '0')}:00.000Z`;

describe('wayOf', () => {
  it('shows what was reached, where it is, and what is ahead', () => {
    const way = wayOf({ state: 'planned', needsPlan: true }, [
      { at: at(1), to: 'open' },
      { at: at(2), to: 'planned' },
    ]);

    expect(way.map(stage => [stage.label, stage.status])).toEqual([
      ['Requested', 'done'],
      ['Planned', 'current'],
      ['Approved', 'ahead'],
      ['Applying', 'ahead'],
      ['Applied', 'ahead'],
      ['Done', 'ahead'],
    ]);
    expect(way[1].at).toBe(at(2));
  });

  it('shows no plan and no apply where none is needed', () => {
    const way = wayOf({ state: 'done', needsPlan: false }, [
      { at: at(1), to: 'open' },
      { at: at(2), to: 'planned' },
      { at: at(3), to: 'approved' },
      { at: at(3), to: 'applied' },
      { at: at(4), to: 'done' },
    ]);

    expect(way.map(stage => [stage.label, stage.status])).toEqual([
      ['Requested', 'done'],
      ['Submitted', 'done'],
      ['Approved', 'done'],
      ['Carried out', 'done'],
      ['Done', 'done'],
    ]);
  });

  it('shows the end of a request that was rejected in place of what it never reached', () => {
    const way = wayOf({ state: 'rejected', needsPlan: true }, [
      { at: at(1), to: 'open' },
      { at: at(2), to: 'planned' },
      { at: at(3), to: 'undoing' },
      { at: at(4), to: 'rejected' },
    ]);

    expect(way.map(stage => [stage.label, stage.status])).toEqual([
      ['Requested', 'done'],
      ['Planned', 'done'],
      ['Rejected', 'failed'],
    ]);
  });

  it('stays at the plan while changes are requested', () => {
    const way = wayOf({ state: 'changes-requested', needsPlan: true }, [
      { at: at(1), to: 'open' },
      { at: at(2), to: 'planned' },
      { at: at(3), to: 'changes-requested' },
    ]);

    expect(way[1]).toEqual({
      id: 'planned',
      label: 'Planned',
      status: 'current',
      at: at(3),
    });
  });

  it('has ahead again what was reached before a new plan', () => {
    const way = wayOf({ state: 'planned', needsPlan: true }, [
      { at: at(1), to: 'open' },
      { at: at(2), to: 'planned' },
      { at: at(3), to: 'approved' },
      { at: at(4), to: 'applying' },
      { at: at(5), to: 'planned' },
    ]);

    expect(way.map(stage => [stage.status, stage.at])).toEqual([
      ['done', at(1)],
      ['current', at(5)],
      ['ahead', undefined],
      ['ahead', undefined],
      ['ahead', undefined],
      ['ahead', undefined],
    ]);
  });

  it.each([
    ['undoing', 'Giving back'],
    ['rolling-back', 'Rolling back'],
  ] as const)('says of %s what it is doing: %s', (state, label) => {
    const way = wayOf({ state, needsPlan: true }, [{ at: at(1), to: 'open' }]);

    expect(way[way.length - 1]).toMatchObject({ label, status: 'current' });
  });

  it('says of a request that stands still what it waits for, not what it would do', () => {
    const way = wayOf(
      {
        state: 'applying',
        needsPlan: true,
        wait: { for: 'person', since: at(3), why: 'Because.' },
      },
      [
        { at: at(1), to: 'open' },
        { at: at(3), to: 'applying' },
      ],
    );

    expect(way.map(stage => stage.label)).not.toContain('Applying');
    expect(way.find(({ status }) => status === 'current')?.label).toBe(
      'Waits for a person',
    );
  });

  it('has one current stage at the most, whatever happened', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...requestStates),
        fc.array(fc.constantFrom(...requestStates)),
        (state, passed) => {
          const events = passed.map((to, index) => ({
            at: at(index % 60),
            to,
          }));
          const current = wayOf({ state, needsPlan: true }, events).filter(
            stage => stage.status === 'current',
          );
          expect(current.length).toBeLessThanOrEqual(1);
        },
      ),
    );
  });
});
