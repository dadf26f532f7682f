import { checkSshPublicKey } from '@backlot/plugin-vm-requests-common';

function problemOf(text: string): string | undefined {
  const check = checkSshPublicKey(text);
  return check.ok ? undefined : check.problem;
}

/** What is said of every private key. */
export const privateKeyProblem = problemOf('-----BEGIN PRIVATE KEY-----');

/** Whether a text holds a private key, on whichever of its lines. */
export function isPrivateKey(text: string): boolean {
  return problemOf(text) === privateKeyProblem;
}
