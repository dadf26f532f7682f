import { lookup } from 'node:dns/promises';
import { connect as connectTcp } from 'node:net';
import { connect as connectTls, TLSSocket } from 'node:tls';
import { once } from 'node:events';
import { ConnectionStep } from '@backlot/plugin-vm-inventory-node';
import { causeInWords, sentences } from '@backlot/backend-common';
import { VSphereSourceConfig } from './config';
import { viewTypes } from './inventory/propertyPaths';
import { VimClient } from './propertyCollector/VimClient';

const STEP_MS = 10_000;

/**
 * Tests the way to a vCenter step by step, from the name to what the account sees. The first step
 * that fails is the last.
 *
 * @internal
 */
export async function* testConnection(
  config: VSphereSourceConfig,
  connect: () => VimClient,
  { signal }: { signal: AbortSignal },
): AsyncIterable<ConnectionStep> {
  const url = new URL(config.url);
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const port = Number(url.port || 443);
  const client = connect();
  const steps: [string, string, () => Promise<string>][] = [
    [
      'Name',
      `Check the host name in vmInventory.vsphere.sources and your DNS.`,
      async () => {
        const { address } = await lookup(host);
        return `${host} is ${address}`;
      },
    ],
    [
      'TCP',
      `Check the port and the firewalls in between.`,
      async () => {
        const socket = connectTcp({ host, port, timeout: STEP_MS });
        try {
          await once(socket, 'connect', { signal: limit(signal) });
        } finally {
          socket.destroy();
        }
        return `Port ${port} answers`;
      },
    ],
    [
      'TLS',
      `Set tls.ca to the certificate authority of this vCenter.`,
      async () => {
        const socket = connectTls({
          host,
          port,
          servername: /^[\d.:]+$/.test(host) ? undefined : host,
          ca: config.tls.ca,
          rejectUnauthorized: !config.tls.insecure,
        });
        try {
          await once(socket, 'secureConnect', { signal: limit(signal) });
          return describeCertificate(socket);
        } finally {
          socket.destroy();
        }
      },
    ],
    [
      'vCenter',
      `Check that the URL is a vCenter's.`,
      async () => (await client.serviceContent({ signal })).product,
    ],
    [
      'Login',
      `Check user name and password, and whether the account is locked.`,
      async () => {
        await client.login(config.username, config.password, { signal });
        return `Signed in as ${config.username}`;
      },
    ],
    [
      'Privileges',
      `Give the account a role with System.Read on the vCenter, propagating to children.`,
      () => describeView(client, signal),
    ],
  ];
  const { operator } = config;
  if (operator) {
    steps.push([
      'Operator',
      `Check operator.username and operator.password of the source in vmInventory.vsphere.sources, and whether the account is locked.`,
      () => signInAndOut(connect(), operator, signal),
    ]);
  }
  let signedIn = false;
  try {
    for (const [name, remedy, step] of steps) {
      try {
        const detail = await step();
        signedIn ||= name === 'Login';
        yield { name, ok: true, detail };
      } catch (error) {
        signal.throwIfAborted();
        yield {
          name,
          ok: false,
          detail: sentences(causeInWords(error), remedy),
        };
        return;
      }
    }
  } finally {
    if (signedIn) {
      await client.logout({ signal: AbortSignal.timeout(2_000) }).catch(() => {
        // The session runs out by itself at vCenter; the steps have said what matters.
      });
    }
    await client.close();
  }
}

/** Tries the account that may write; what it may do, a test cannot see without doing it. */
async function signInAndOut(
  client: VimClient,
  { username, password }: { username: string; password: string },
  signal: AbortSignal,
): Promise<string> {
  try {
    await client.login(username, password, { signal });
    await client.logout({ signal: limit(signal) });
    return `Signed in as ${username}`;
  } finally {
    await client.close();
  }
}

function limit(signal: AbortSignal): AbortSignal {
  return AbortSignal.any([signal, AbortSignal.timeout(STEP_MS)]);
}

function describeCertificate(socket: TLSSocket): string {
  const certificate = socket.getPeerCertificate();
  const trust = socket.authorized ? 'trusted' : 'NOT verified';
  return `${socket.getProtocol()}, certificate of ${
    certificate.subject?.CN ?? 'unknown'
  } from ${certificate.issuer?.CN ?? 'unknown'}, valid until ${
    certificate.valid_to
  }, ${trust}`;
}

async function describeView(
  client: VimClient,
  signal: AbortSignal,
): Promise<string> {
  const view = await client.createView(viewTypes, { signal });
  const counts = new Map<string, number>();
  let hidden = 0;
  const names = Object.fromEntries(viewTypes.map(type => [type, ['name']]));
  await client.retrieveView(
    view,
    names,
    object => {
      counts.set(object.ref.type, (counts.get(object.ref.type) ?? 0) + 1);
      hidden += object.hidden.length > 0 ? 1 : 0;
    },
    { signal },
  );
  const seen = [...counts].map(([type, count]) => `${count} ${type}`).sort();
  if (seen.length === 0) {
    throw new Error('The account sees nothing');
  }
  return `Sees ${seen.join(', ')}${
    hidden > 0 ? `; ${hidden} of them without permission to read` : ''
  }`;
}
