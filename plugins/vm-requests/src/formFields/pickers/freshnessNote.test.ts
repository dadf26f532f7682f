import { SourceStatus } from '@backlot/plugin-vm-inventory-common';
import { liveSource } from '../../__testUtils__/company';
import { freshnessNote } from './freshnessNote';

const noteOf = (change: Partial<SourceStatus>, source = 'lab') =>
  freshnessNote(
    { version: 1, sources: [{ ...liveSource, ...change }] },
    source,
  );

describe('freshnessNote', () => {
  it('is silent while the source is live, and of other sources', () => {
    expect(noteOf({})).toBeUndefined();
    expect(noteOf({ state: 'stale' }, 'other')).toBeUndefined();
  });

  it('says how old what is known is', () => {
    const asOf = new Date(Date.now() - 3 * 3600_000).toISOString();
    expect(noteOf({ state: 'stale', asOf })).toBe(
      'Lab vCenter does not answer. This was last known 3 hours ago.',
    );
  });

  it('says that a source is being loaded, or never answered and why', () => {
    expect(noteOf({ state: 'loading', asOf: undefined })).toBe(
      'Lab vCenter is being loaded. More may appear.',
    );
    expect(
      noteOf({
        state: 'failed',
        asOf: undefined,
        lastError: { message: 'The password was refused.', at: '' },
      }),
    ).toBe('Lab vCenter has never answered: The password was refused.');
    expect(noteOf({ state: 'failed', asOf: undefined })).toBe(
      'Lab vCenter has never answered: nothing more is known.',
    );
  });
});
