import { checkBlocks } from './checkBlocks';
import { checkLockFile, LOCK_FILE } from './checkLockFile';
import { checkModuleCalls } from './checkModuleCalls';
import { checkReferences } from './checkReferences';
import { checkSecrets } from './checkSecrets';
import { checkSettings, RequiredSettings } from './checkSettings';
import { checkVariables } from './checkVariables';
import { Problem, TextFile } from './Problem';
import { readModules } from './TerraformModule';
import { variablesOf } from './Variable';
import { readVariableFiles } from './variableFiles';

/**
 * Checks the files of a machine's directory as far as can be known without Terraform.
 *
 * @internal
 */
export function checkStructure(
  files: TextFile[],
  required: RequiredSettings,
): Problem[] {
  const { modules, problems: syntax } = readModules(files);
  const { given, problems: values } = readVariableFiles(files);
  if (syntax.length > 0) {
    return [...syntax, ...values];
  }
  const lockFile = files.find(({ path }) => path === LOCK_FILE);
  const locks = lockFile ? checkLockFile(lockFile, required.providers) : [];
  const structure = [...modules.values()].flatMap(module => {
    const { variables, problems } = variablesOf(module);
    return [
      ...problems,
      ...checkBlocks(module),
      ...checkReferences(module),
      ...checkModuleCalls(module, modules),
      ...(module.directory === ''
        ? [
            ...values,
            ...checkSettings(module, required),
            ...checkSecrets(module),
            ...checkVariables(variables, given),
          ]
        : []),
    ];
  });
  return [...locks, ...structure];
}
