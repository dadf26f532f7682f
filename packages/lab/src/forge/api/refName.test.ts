import { isRefName } from './refName';

describe('isRefName', () => {
  it.each(['main', 'vm/01jd', 'rhel9-vm-v1.0.0', 'größe', 'a.b', 'a@b'])(
    'takes %p',
    name => {
      expect(isRefName(name)).toBe(true);
    },
  );

  it.each([
    'a b',
    'a..b',
    'a//b',
    '/a',
    'a/',
    'a.',
    '.a',
    'a/.b',
    'a.lock',
    'a.lock/b',
    'a~1',
    'a^',
    'a:b',
    'a?',
    'a*',
    'a[',
    'a\\b',
    'a@{1}',
    '@',
    'a\tb',
    'a\u0000',
  ])('refuses %p', name => {
    expect(isRefName(name)).toBe(false);
  });
});
