import { randomBytes } from 'node:crypto';
import { Resolver } from 'node:dns/promises';
import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort } from '../freePort';
import { runCommand } from '../runCommand';
import { startProcess } from '../startProcess';

/** A BIND that ends with this process. */
export interface RunningNamed {
  readonly host: string;
  readonly port: number;
  /** What updates are signed with. */
  readonly key: {
    readonly name: string;
    readonly algorithm: string;
    readonly secret: string;
  };
  /** Asks this server. */
  readonly resolver: Resolver;
  /** Changes a zone with BIND's own client, by lines of its language. */
  update(zone: string, ...lines: string[]): Promise<void>;
  close(): Promise<void>;
}

/** Where Debian has it, which need not be in the path of a user. */
const installed = '/usr/sbin/named';

const key = {
  name: 'backlot',
  algorithm: 'hmac-sha256',
  secret: randomBytes(32).toString('base64'),
};

/** As docs/dns.md advises: machines' records, and nothing else. */
function zoneOf(zone: string): string {
  const types = zone.endsWith('.arpa') ? 'PTR TXT' : 'A AAAA TXT';
  return `zone "${zone}" {
  type primary;
  file "${zone}.zone";
  update-policy { grant ${key.name} zonesub ${types}; };
};
`;
}

function configurationOf(zones: readonly string[], port: number): string {
  return `key "${key.name}" {
  algorithm ${key.algorithm};
  secret "${key.secret}";
};
options {
  directory ".";
  listen-on port ${port} { 127.0.0.1; };
  listen-on-v6 { none; };
  pid-file none;
  session-keyfile none;
  recursion no;
  notify no;
};
controls { };
${zones.map(zoneOf).join('')}`;
}

/**
 * Starts Debian's BIND (package `bind9`) as the primary server of some zones. One that runs in the
 * same directory again has what was in its zones.
 *
 * @param options - `records` are lines of a zone's file, by zone
 */
export async function startNamed(options: {
  directory: string;
  records: Record<string, string[]>;
  port?: number;
}): Promise<RunningNamed> {
  const { directory, records } = options;
  const port = options.port ?? (await freePort());
  const host = '127.0.0.1';
  const zones = Object.keys(records);
  await mkdir(directory, { recursive: true });
  // Under its own path, AppArmor keeps it to the folders of Debian's service.
  const command = join(directory, 'named');
  await copyFile(installed, command);
  await writeFile(join(directory, 'named.conf'), configurationOf(zones, port), {
    mode: 0o600,
  });
  for (const zone of zones) {
    const lines = [
      '$TTL 60',
      '@ SOA ns hostmaster 1 3600 600 86400 60',
      '@ NS ns.acme.example.',
      ...records[zone],
    ];
    // What it was told while it ran is in its journal, which belongs to the file of the first start.
    await writeFile(join(directory, `${zone}.zone`), `${lines.join('\n')}\n`, {
      flag: 'wx',
    }).catch(error => {
      if (error.code !== 'EEXIST') {
        throw error;
      }
    });
  }
  const log = join(directory, 'named.log');
  await writeFile(log, '');
  const running = await startProcess({
    name: 'BIND',
    command,
    args: ['-g', '-c', 'named.conf'],
    env: {},
    cwd: directory,
    log,
    ready: async output => /\brunning$/m.test(output),
  });
  const resolver = new Resolver();
  resolver.setServers([`${host}:${port}`]);
  return {
    host,
    port,
    key,
    resolver,
    async update(zone, ...lines) {
      const batch = join(directory, 'update');
      const { algorithm, name, secret } = key;
      await writeFile(
        batch,
        [
          `server ${host} ${port}`,
          `zone ${zone}`,
          `key ${algorithm}:${name} ${secret}`,
          ...lines,
          'send\n',
        ].join('\n'),
        { mode: 0o600 },
      );
      await runCommand('nsupdate', [batch], { cwd: directory });
    },
    close: () => running.stop(),
  };
}
