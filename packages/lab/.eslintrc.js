module.exports = require('@backstage/cli/config/eslint-factory')(__dirname, {
  overrides: [
    {
      // Suites that test files call, here and in packages that start the real peers.
      files: ['src/*/conformance/**/*.ts'],
      rules: { 'jest/no-export': 'off' },
    },
  ],
});
