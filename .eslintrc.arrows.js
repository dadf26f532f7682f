/**
 * Which packages of ours each package may import: `src` in what it ships, `tests` besides in its
 * tests. docs/architecture.md draws the same. One that is not here may import none.
 */
const arrows = {
  'packages/app': { src: ['plugin-vm-inventory', 'plugin-vm-requests'] },
  'packages/backend': {
    src: [
      'plugin-auth-backend-module-lab',
      'plugin-catalog-backend-module-vm-inventory',
      'plugin-catalog-backend-module-vm-requests',
      'plugin-scaffolder-backend-module-atlantis',
      'plugin-scaffolder-backend-module-netbox',
      'plugin-scaffolder-backend-module-terraform',
      'plugin-scaffolder-backend-module-vm-inventory',
      'plugin-scaffolder-backend-module-vm-requests',
      'plugin-vm-inventory-backend',
      'plugin-vm-inventory-backend-module-vm-requests',
      'plugin-vm-inventory-backend-module-vsphere',
      'plugin-vm-inventory-common',
      'plugin-vm-inventory-node',
      'plugin-vm-requests-backend',
      'plugin-vm-requests-backend-module-dns',
      'plugin-vm-requests-common',
      'plugin-vm-requests-node',
    ],
  },
  'packages/lab': { src: ['hcl'] },
  'packages/atlantis-client': {
    src: ['backend-common'],
    tests: ['git-forge', 'lab'],
  },
  'packages/backend-common': { src: [] },
  'packages/git-forge': { src: ['backend-common'], tests: ['lab'] },
  'packages/hcl': { src: [] },
  'packages/netbox-client': { src: ['backend-common'], tests: ['lab'] },
  'packages/ui-common': { src: [] },
  'packages/vsphere-templates': { src: [] },
  'plugins/auth-backend-module-lab': { src: [] },
  'plugins/catalog-backend-module-vm-inventory': {
    src: ['plugin-vm-inventory-common', 'plugin-vm-inventory-node'],
    tests: ['plugin-vm-inventory-backend'],
  },
  'plugins/catalog-backend-module-vm-requests': {
    src: [
      'plugin-vm-inventory-common',
      'plugin-vm-inventory-node',
      'plugin-vm-requests-common',
      'plugin-vm-requests-node',
    ],
  },
  'plugins/scaffolder-backend-module-atlantis': {
    src: ['atlantis-client', 'backend-common', 'git-forge'],
    tests: ['lab'],
  },
  'plugins/scaffolder-backend-module-netbox': {
    src: ['backend-common', 'netbox-client'],
    tests: ['lab'],
  },
  'plugins/scaffolder-backend-module-terraform': {
    src: ['backend-common', 'hcl'],
  },
  'plugins/scaffolder-backend-module-vm-inventory': {
    src: [
      'backend-common',
      'plugin-vm-inventory-common',
      'plugin-vm-inventory-node',
      'vsphere-templates',
    ],
    tests: ['plugin-vm-inventory-backend'],
  },
  'plugins/scaffolder-backend-module-vm-requests': {
    src: [
      'atlantis-client',
      'plugin-vm-requests-common',
      'plugin-vm-requests-node',
    ],
  },
  'plugins/vm-inventory': {
    src: [
      'plugin-vm-inventory-common',
      'plugin-vm-inventory-react',
      'ui-common',
    ],
  },
  'plugins/vm-inventory-backend': {
    src: [
      'backend-common',
      'plugin-vm-inventory-common',
      'plugin-vm-inventory-node',
    ],
  },
  'plugins/vm-inventory-backend-module-vm-requests': {
    src: [
      'plugin-vm-inventory-common',
      'plugin-vm-inventory-node',
      'plugin-vm-requests-common',
      'plugin-vm-requests-node',
    ],
  },
  'plugins/vm-inventory-backend-module-vsphere': {
    src: [
      'backend-common',
      'plugin-vm-inventory-common',
      'plugin-vm-inventory-node',
      'vsphere-templates',
    ],
    tests: ['lab'],
  },
  'plugins/vm-inventory-common': { src: [] },
  'plugins/vm-inventory-node': {
    src: ['backend-common', 'plugin-vm-inventory-common'],
  },
  'plugins/vm-inventory-react': {
    src: ['plugin-vm-inventory-common', 'ui-common'],
  },
  'plugins/vm-requests': {
    src: [
      'plugin-vm-inventory-common',
      'plugin-vm-inventory-react',
      'plugin-vm-requests-common',
      'ui-common',
    ],
  },
  'plugins/vm-requests-backend': {
    src: [
      'atlantis-client',
      'backend-common',
      'git-forge',
      'hcl',
      'netbox-client',
      'plugin-vm-inventory-common',
      'plugin-vm-inventory-node',
      'plugin-vm-requests-common',
      'plugin-vm-requests-node',
      'vsphere-templates',
    ],
    // One test runs the whole way of a request in one process.
    tests: [
      'lab',
      'plugin-scaffolder-backend-module-atlantis',
      'plugin-scaffolder-backend-module-netbox',
      'plugin-scaffolder-backend-module-terraform',
      'plugin-scaffolder-backend-module-vm-inventory',
      'plugin-scaffolder-backend-module-vm-requests',
      'plugin-vm-inventory-backend',
      'plugin-vm-inventory-backend-module-vsphere',
    ],
  },
  'plugins/vm-requests-backend-module-dns': {
    src: ['backend-common', 'plugin-vm-requests-node'],
  },
  'plugins/vm-requests-common': { src: [] },
  'plugins/vm-requests-node': {
    src: ['backend-common', 'plugin-vm-requests-common'],
  },
  peers: {
    src: [
      'hcl',
      'lab',
      'plugin-vm-inventory-backend',
      'plugin-vm-inventory-backend-module-vsphere',
      'plugin-vm-inventory-common',
      'plugin-vm-requests-common',
      'vsphere-templates',
    ],
    tests: [
      'plugin-scaffolder-backend-module-vm-inventory',
      'plugin-vm-inventory-node',
      'plugin-vm-requests-backend-module-dns',
      'plugin-vm-requests-node',
    ],
  },
  bench: {
    src: [
      'lab',
      'netbox-client',
      'peers',
      'plugin-vm-inventory-backend',
      'plugin-vm-inventory-backend-module-vsphere',
      'plugin-vm-inventory-common',
      'plugin-vm-inventory-node',
      'plugin-vm-requests-backend',
      'plugin-vm-requests-common',
    ],
  },
  e2e: { src: [] },
  release: { src: [], tests: ['lab'] },
};

const onlyApps = {
  group: [
    '@backstage/plugin-*-backend',
    '@backstage/plugin-*-backend-module-*',
  ],
  message: 'Only a backend imports a backend plugin; import its -node package.',
};

const onlyNode = {
  group: [
    'node:*',
    '@backstage/backend-*',
    '@backstage/plugin-*-node',
    'express',
    'knex',
    'undici',
  ],
  message: 'This package runs in browsers, too.',
};

const onlyBrowsers = {
  group: [
    'react',
    'react-*',
    '@backstage/core-*',
    '@backstage/frontend-*',
    '@backstage/plugin-*-react',
    '@backstage/ui',
    '@material-ui/*',
  ],
  message: 'This package runs in backends, too.',
};

/** What of others a package must not know, by its role. */
function foreignTo(role) {
  switch (role) {
    case 'backend':
      return [onlyBrowsers];
    case 'common-library':
      return [onlyNode, onlyBrowsers, onlyApps];
    case 'frontend':
    case 'frontend-plugin':
    case 'web-library':
      return [onlyNode, onlyApps];
    default:
      return [onlyBrowsers, onlyApps];
  }
}

function only(allowed) {
  return {
    group: ['@backlot/*', ...allowed.map(name => `!@backlot/${name}`)],
    message:
      'The arrows between our packages do not allow it; see .eslintrc.arrows.js.',
  };
}

// Another rule than the one that Backstage's own configuration of each package sets, which would win.
const restrict = patterns => ({
  '@typescript-eslint/no-restricted-imports': ['error', { patterns }],
});

/** What a further entry of a package names of its main one, so that both mean the same types. */
function onlyTypesOf(name) {
  return {
    group: [name],
    allowTypeImports: true,
    message: "Import your own package's values by their path.",
  };
}

const testEntries = ['src/testUtils.ts', 'src/testUtils/**/*'];

const testFiles = ['**/*.test.*', '**/__testUtils__/**', '**/setupTests.*'];

/** The arrows as overrides of the root's ESLint configuration. */
const overrides = [
  { files: ['**/*'], rules: restrict([only([])]) },
  ...Object.entries(arrows).flatMap(([directory, { src, tests = [] }]) => {
    const { name, backstage } = require(`./${directory}/package.json`);
    const foreign = foreignTo(backstage.role);
    const own = name.replace('@backlot/', '');
    return [
      {
        files: [`${directory}/**/*`],
        rules: restrict([only(src), ...foreign]),
      },
      {
        files: testEntries.map(pattern => `${directory}/${pattern}`),
        rules: restrict([only([...src, own]), onlyTypesOf(name), ...foreign]),
      },
      {
        files: testFiles.map(pattern => `${directory}/${pattern}`),
        rules: restrict([only([...src, ...tests])]),
      },
    ];
  }),
];

module.exports = { arrows, overrides };
