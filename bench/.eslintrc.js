// Never built: it runs from its sources, so __dirname is where it seems to be.
module.exports = require('@backstage/cli/config/eslint-factory')(__dirname, {
  rules: {
    'no-restricted-syntax': 'off',
    // It starts backends with these.
    '@backstage/no-mixed-plugin-imports': [
      'error',
      {
        excludedTargetPackages: [
          '@backlot/plugin-vm-inventory-backend',
          '@backlot/plugin-vm-requests-backend',
        ],
      },
    ],
  },
});
