import { templateProblemsFor } from './templateProblems';

describe('templateProblemsFor', () => {
  const problems = [
    { message: 'always' },
    { message: 'before', providerVersions: '<2.16.0' },
    { message: 'after', providerVersions: '>=2.16.0' },
  ];

  it.each([
    ['1.26.0', ['always', 'before']],
    ['2.16.0', ['always', 'after']],
    ['2.17.0-rc.1', ['always', 'after']],
    [undefined, ['always']],
  ])('says what holds for version %s', (version, messages) => {
    expect(templateProblemsFor({ problems }, version)).toEqual(messages);
  });

  it('has nothing against a template without problems', () => {
    expect(templateProblemsFor({}, '1.26.0')).toEqual([]);
  });
});
