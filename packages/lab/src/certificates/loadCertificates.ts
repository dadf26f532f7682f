import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { StateFile } from '../state/StateFile';
import { Certificates } from './Certificates';
import { makeCertificates } from './makeCertificates';

/** Certificates that end sooner than this are made anew. */
const renewBeforeMs = 30 * 24 * 60 * 60 * 1000;

/**
 * The certificates that are kept in a directory, or new ones. The authority's also lies there as
 * `ca.pem`, for clients to be configured with.
 *
 * @internal
 */
export async function loadCertificates(
  directory: string | undefined,
): Promise<Certificates> {
  const file = new StateFile<Certificates>(
    directory && join(directory, 'certificates.json'),
  );
  const kept = await file.load();
  if (kept && Date.parse(kept.notAfter) - Date.now() > renewBeforeMs) {
    return kept;
  }
  const made = await makeCertificates();
  await file.save(() => made);
  if (directory) {
    await mkdir(directory, { recursive: true });
    await writeFile(join(directory, 'ca.pem'), made.ca);
  }
  return made;
}
