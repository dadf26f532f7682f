import { assertAllowed } from './allowed';

const rules = [
  { repository: 'platform/infrastructure', directories: ['vms/*/*', 'net/**'] },
  { repository: 'platform/lab', directories: ['lab-*'] },
];

describe('assertAllowed', () => {
  it.each([
    ['platform/infrastructure', 'vms/development/web01'],
    ['platform/infrastructure', 'net'],
    ['platform/infrastructure', 'net/a/b/c'],
    ['platform/lab', 'lab-1'],
  ])('allows %s %s', (repository, directory) => {
    expect(() =>
      assertAllowed({ allow: rules }, repository, directory),
    ).not.toThrow();
  });

  it.each([
    ['platform/infrastructure', 'vms/development'],
    ['platform/infrastructure', 'vms/development/web01/more'],
    ['platform/infrastructure', 'modules/rhel9-vm'],
    ['platform/lab', 'vms/development/web01'],
    ['platform/lab', 'xlab-1'],
    ['platform/Infrastructure', 'vms/development/web01'],
  ])('refuses %s %s', (repository, directory) => {
    expect(() =>
      assertAllowed({ allow: rules }, repository, directory),
    ).toThrow(/atlantis\.allow/);
  });

  it.each([
    '',
    '/vms/a/b',
    'vms/../modules',
    'vms//b',
    'vms/a/b/',
    './vms/a',
    'vms/a/$(id)',
    'vms\\a',
  ])('refuses %j, which is no plain path', directory => {
    expect(() =>
      assertAllowed(
        { allow: [{ repository: 'o/r', directories: ['**'] }] },
        'o/r',
        directory,
      ),
    ).toThrow(/not a directory below the repository's root/);
  });

  it('allows nothing where nothing is configured', () => {
    expect(() => assertAllowed({ allow: [] }, 'o/r', 'a')).toThrow(
      /atlantis\.allow/,
    );
  });
});
