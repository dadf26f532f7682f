import { JsonObject } from '@backstage/types';
import { TerraformRenderConfig } from '../config';
import { LOCK_FILE } from '../structure/checkLockFile';
import { backendOf, hasRequiredVersion } from '../structure/checkSettings';
import { TextFile } from '../structure/Problem';
import { referencesOf } from '../structure/referencesOf';
import {
  blocksOf,
  settingsOf,
  TerraformModule,
} from '../structure/TerraformModule';
import { variablesOf } from '../structure/Variable';
import { backendText } from './backendText';
import { declarationsText } from './declarationsText';
import { providersText } from './providersText';
import { versionsText } from './versionsText';

/**
 * A file that a skeleton lacks.
 *
 * @internal
 */
export interface Addition extends TextFile {
  /** What was lacking. */
  reason: string;
  /** Whether the skeleton should rather have it; versions and backend are the configuration's. */
  isWarning: boolean;
}

/**
 * The files that a skeleton lacks: versions, the lock file, providers, the backend, and declarations
 * of variables that it uses. What is there is never changed.
 *
 * @internal
 */
export function addMissing(options: {
  module: TerraformModule;
  /** Paths that are taken. */
  paths: string[];
  wanted: TerraformRenderConfig;
  variables: JsonObject;
  directory: string;
}): Addition[] {
  const { module, paths, wanted, variables, directory } = options;
  const freePath = (name: string) =>
    paths.includes(name) ? `added_${name}` : name;
  return [
    ...addVersions(module, wanted).map(addition => ({
      ...addition,
      path: freePath('versions.tf.json'),
    })),
    ...(wanted.lockFile === undefined
      ? []
      : [
          {
            path: LOCK_FILE,
            text: wanted.lockFile,
            reason: 'lock file of providers',
            isWarning: false,
          },
        ]),
    ...addProviders(module, wanted).map(addition => ({
      ...addition,
      path: freePath('providers.tf'),
    })),
    ...(wanted.backend && !backendOf(module)
      ? [
          {
            path: freePath('backend.tf'),
            text: backendText(wanted.backend, directory),
            reason: `backend "${wanted.backend.type}" from the configuration`,
            isWarning: false,
          },
        ]
      : []),
    ...addDeclarations(module, variables).map(addition => ({
      ...addition,
      path: freePath('variables.tf'),
    })),
  ];
}

function addVersions(
  module: TerraformModule,
  wanted: TerraformRenderConfig,
): Omit<Addition, 'path'>[] {
  const requiredVersion = hasRequiredVersion(module)
    ? undefined
    : wanted.requiredVersion;
  // A second required_providers block is an error, so what lacks in one is the admin's to add.
  const requiredProviders =
    settingsOf(module, 'required_providers').length > 0 ? {} : wanted.providers;
  const lacking = [
    ...(requiredVersion === undefined ? [] : ['required_version']),
    ...(Object.keys(requiredProviders).length === 0
      ? []
      : ['required_providers']),
  ];
  return lacking.length === 0
    ? []
    : [
        {
          text: versionsText({ requiredVersion, requiredProviders }),
          reason: lacking.join(', '),
          isWarning: false,
        },
      ];
}

function addProviders(
  module: TerraformModule,
  wanted: TerraformRenderConfig,
): Omit<Addition, 'path'>[] {
  const configured = blocksOf(module, 'provider').map(
    ({ block }) => block.labels[0]?.text,
  );
  const lacking = Object.keys(wanted.providers).filter(
    name => !configured.includes(name),
  );
  return lacking.length === 0
    ? []
    : [
        {
          text: providersText(lacking),
          reason: lacking.map(name => `provider "${name}"`).join(', '),
          isWarning: true,
        },
      ];
}

function addDeclarations(
  module: TerraformModule,
  variables: JsonObject,
): Omit<Addition, 'path'>[] {
  const declared = variablesOf(module).variables;
  const used = new Set(
    module.files.flatMap(file =>
      referencesOf(file).flatMap(({ root, name }) =>
        root === 'var' && name !== undefined ? [name] : [],
      ),
    ),
  );
  const lacking = Object.entries(variables).filter(
    ([name]) => used.has(name) && !declared.has(name),
  );
  return lacking.length === 0
    ? []
    : [
        {
          text: declarationsText(lacking),
          reason: lacking.map(([name]) => `variable "${name}"`).join(', '),
          isWarning: true,
        },
      ];
}
