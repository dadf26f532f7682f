module.exports = require('@backstage/cli/config/eslint-factory')(__dirname, {
  rules: {
    // Never built: it runs from its sources, so __dirname is where it seems to be.
    'no-restricted-syntax': 'off',
    // What several tests expect is a function, such as expectNothingLeft.
    'jest/expect-expect': ['error', { assertFunctionNames: ['expect*'] }],
    // Tests start backends with these.
    '@backstage/no-mixed-plugin-imports': [
      'error',
      { excludedTargetPackages: ['@backlot/plugin-vm-inventory-backend'] },
    ],
  },
});
