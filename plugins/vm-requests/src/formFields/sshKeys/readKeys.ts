import { checkSshPublicKey } from '@backlot/plugin-vm-requests-common';

/** A text of SSH public keys, one a line, as far as it was understood. */
export interface KeysRead {
  /** One line each, without repeats. */
  keys: string[];
  /** What to call each key. */
  names: string[];
  /** What is wrong, by line; without the text, which may be a secret. */
  problems: string[];
}

/** Reads SSH public keys, one a line; empty lines do not count as keys. */
export function readKeys(text: string): KeysRead {
  const checks = text
    .split(/\r?\n/)
    .map((line, index) => ({ line: line.trim(), number: index + 1 }))
    .filter(({ line }) => line !== '')
    .map(({ line, number }) => ({ number, check: checkSshPublicKey(line) }));
  const understood = new Map(
    checks.flatMap(({ check }) =>
      check.ok ? [[check.key, `${check.type} ${check.comment}`.trim()]] : [],
    ),
  );
  return {
    keys: [...understood.keys()],
    names: [...understood.values()],
    problems: checks.flatMap(({ check, number }) =>
      check.ok ? [] : [`Line ${number}: ${check.problem}`],
    ),
  };
}

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
