import { isPrivateKey } from './sshKeys/readKeys';

/** A form's values without those that hold a private key, whatever the field. */
export function withoutPrivateKeys(value: unknown): unknown {
  if (typeof value === 'string') {
    return isPrivateKey(value) ? undefined : value;
  }
  if (Array.isArray(value)) {
    return value.map(withoutPrivateKeys).filter(item => item !== undefined);
  }
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(
      Object.entries(value)
        .map(([key, item]) => [key, withoutPrivateKeys(item)])
        .filter(([, item]) => item !== undefined),
    );
  }
  return value;
}
