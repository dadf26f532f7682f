import { targetDirectory } from './targetDirectory';

describe('targetDirectory', () => {
  it.each([
    ['vms/development/web01', 'vms/development/web01'],
    ['./vms/web01/', 'vms/web01'],
    ['web_01.a', 'web_01.a'],
  ])('takes %j', (path, expected) => {
    expect(targetDirectory(path)).toBe(expected);
  });

  it.each([
    '',
    '.',
    '..',
    '../vms/web01',
    'vms/../../web01',
    'vms/..',
    '/etc',
    'vms//web01',
    'vms\\web01',
    'C:/vms',
    'vms/.git',
    'vms/-rf',
    'vms/web 01',
    'vms/$(reboot)',
    'vms/web01\n',
    'vms/wéb',
    'vms/\0',
    `vms/${'a'.repeat(101)}`,
  ])('refuses %j', path => {
    expect(() => targetDirectory(path)).toThrow(
      'is not a directory below the repository',
    );
  });
});
