import { MachineTools } from '@backlot/plugin-vm-inventory-common';
import { describeTools } from './describeTools';

describe('describeTools', () => {
  it.each<[MachineTools, string]>([
    [{ state: 'not-installed' }, 'Not installed'],
    [
      { state: 'not-running', versionStatus: 'old' },
      'Not running, a newer version is available',
    ],
    [
      { state: 'running', version: '12.3.5', versionStatus: 'unmanaged' },
      'Running, version 12.3.5, managed by the guest',
    ],
  ])('says of %j: %s', (tools, words) => {
    expect(describeTools(tools)).toBe(words);
  });
});
