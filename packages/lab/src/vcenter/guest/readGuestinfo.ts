import { gunzipSync } from 'node:zlib';
import { parse } from 'yaml';
import { z } from 'zod';

const metadataSchema = z.object({
  network: z.union([z.string(), z.record(z.string(), z.unknown())]).optional(),
  'network.encoding': z.string().optional(),
});

function decode(text: string, encoding: string | undefined): string {
  switch (encoding) {
    case 'base64':
    case 'b64':
      return Buffer.from(text, 'base64').toString('utf8');
    case 'gzip+base64':
    case 'gz+b64':
      return gunzipSync(Buffer.from(text, 'base64')).toString('utf8');
    default:
      return text;
  }
}

/**
 * The network configuration in a machine's `guestinfo.metadata`, as cloud-init's VMware data source
 * reads it: JSON or YAML, in clear or encoded, the network in it once more.
 *
 * @returns undefined when there is none
 * @throws Error when it cannot be read
 */
export function readGuestinfo(extraConfig: Record<string, string>): unknown {
  const text = extraConfig['guestinfo.metadata'];
  if (text === undefined) {
    return undefined;
  }
  const metadata = metadataSchema.parse(
    parse(decode(text, extraConfig['guestinfo.metadata.encoding'])),
  );
  return typeof metadata.network === 'string'
    ? parse(decode(metadata.network, metadata['network.encoding']))
    : metadata.network;
}
