import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { StateFile } from '../state/StateFile';

/** The secrets that the lab itself makes for its peers. */
export interface LabSecrets {
  vcenterPassword: string;
  vcenterOperatorPassword: string;
  vcenterReaderPassword: string;
  forgeToken: string;
  forgeAtlantisToken: string;
  forgeReadOnlyToken: string;
  atlantisApiSecret: string;
  gateToken: string;
}

/** 40 hexadecimal digits: the form of Gitea's tokens. */
function newSecret(): string {
  return randomBytes(20).toString('hex');
}

/**
 * The secrets that are kept in a directory, or new ones.
 *
 * @internal
 */
export async function loadSecrets(
  directory: string | undefined,
): Promise<LabSecrets> {
  const file = new StateFile<LabSecrets>(
    directory && join(directory, 'secrets.json'),
  );
  const kept = await file.load();
  // Those that a lab of an earlier version did not have are made now.
  const secrets: LabSecrets = {
    vcenterPassword: newSecret(),
    vcenterOperatorPassword: newSecret(),
    vcenterReaderPassword: newSecret(),
    forgeToken: newSecret(),
    forgeAtlantisToken: newSecret(),
    forgeReadOnlyToken: newSecret(),
    atlantisApiSecret: newSecret(),
    gateToken: newSecret(),
    ...kept,
  };
  if (Object.keys(secrets).length > Object.keys(kept ?? {}).length) {
    await file.save(() => secrets);
  }
  return secrets;
}
