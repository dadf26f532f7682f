import { PlanValue } from '@backlot/plugin-vm-requests-common';

type Side = 'before' | 'after';

/**
 * Shows what the guest will read: values of `guestinfo` whose neighbour `….encoding` says base64 are
 * decoded, and their JSON is set out. What cannot be decoded stays as it is.
 */
export function decodeGuestinfo(values: readonly PlanValue[]): PlanValue[] {
  const byPath = new Map(
    values.map(value => [JSON.stringify(value.path), value]),
  );
  const beside = ({ path }: PlanValue, name: string) =>
    byPath.get(JSON.stringify([...path.slice(0, -1), name]));
  const decodedOn = (value: PlanValue, side: Side): string | undefined => {
    const name = value.path.at(-1);
    const packed = value[side];
    if (
      typeof name !== 'string' ||
      !/^guestinfo\.(metadata|userdata|vendordata)$/.test(name) ||
      typeof packed !== 'string' ||
      beside(value, `${name}.encoding`)?.[side] !== 'base64'
    ) {
      return undefined;
    }
    return decode(packed);
  };
  const isPacked = (value: PlanValue | undefined) =>
    value !== undefined &&
    (['before', 'after'] as const).every(
      side => value[side] === undefined || decodedOn(value, side) !== undefined,
    );
  return values.flatMap(value => {
    const name = value.path.at(-1);
    if (typeof name === 'string' && name.endsWith('.encoding')) {
      const owner = beside(value, name.replace(/\.encoding$/, ''));
      return isPacked(owner) ? [] : [value];
    }
    const shown = { ...value };
    for (const side of ['before', 'after'] as const) {
      const text = decodedOn(value, side);
      if (text !== undefined) {
        shown[side] = setOutJson(text);
      }
    }
    return [shown];
  });
}

function decode(value: string): string | undefined {
  try {
    const bytes = Uint8Array.from(atob(value), each => each.charCodeAt(0));
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** JSON is also YAML, so that a cloud-config may be JSON below its first line. */
function setOutJson(text: string): string {
  const [, head, body] = /^(#cloud-config\n)?([\s\S]*)$/.exec(text)!;
  try {
    return `${head ?? ''}${JSON.stringify(JSON.parse(body), null, 2)}`;
  } catch {
    return text;
  }
}
