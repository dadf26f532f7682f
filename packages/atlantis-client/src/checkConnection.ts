import { isError } from '@backstage/errors';
import { z } from 'zod';
import { AtlantisApi } from './api/AtlantisApi';
import { ConnectionStep } from './AtlantisClient';

/** Earlier ones run what a workspace's name says in a shell. */
const OLDEST_VERSION = [0, 47, 1];

const statusSchema = z.object({ version: z.string() });

/**
 * Whether a version is new enough.
 *
 * @internal
 */
export function isNewEnough(found: string): boolean {
  const parts = found
    .replace(/^v/, '')
    .split(/[.\s(+-]/)
    .map(Number);
  for (const [index, oldest] of OLDEST_VERSION.entries()) {
    const part = parts[index];
    if (!Number.isInteger(part) || part < oldest) {
      return false;
    }
    if (part > oldest) {
      return true;
    }
  }
  return true;
}

async function reach(api: AtlantisApi, signal?: AbortSignal): Promise<string> {
  const { status } = await api.get('/healthz', signal);
  if (status !== 200) {
    throw new Error(`/healthz answered ${status}: is this Atlantis?`);
  }
  return 'Atlantis answers';
}

async function version(
  api: AtlantisApi,
  signal?: AbortSignal,
): Promise<string> {
  const { status, text } = await api.get('/status', signal);
  if (status !== 200) {
    throw new Error(`/status answered ${status}: is this Atlantis?`);
  }
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new Error('/status did not answer JSON: is this Atlantis?', {
      cause: error,
    });
  }
  const found = statusSchema.parse(json).version;
  if (!/^v?\d/.test(found)) {
    return `Atlantis does not tell its version (${found}); ${OLDEST_VERSION.join(
      '.',
    )} or newer is needed`;
  }
  if (!isNewEnough(found)) {
    throw new Error(
      `Atlantis ${found} is older than ${OLDEST_VERSION.join(
        '.',
      )}, from which on its API is safe to use: upgrade it`,
    );
  }
  return `Atlantis ${found}`;
}

async function secret(api: AtlantisApi, signal?: AbortSignal): Promise<string> {
  const { status, text } = await api.knock(signal);
  // The secret is looked at before the fields that are missing.
  if (status === 400) {
    return 'The API secret is accepted';
  }
  if (status === 401) {
    throw new Error(
      `The API secret is refused: set ${api.key}.apiSecret to what Atlantis was started with as --api-secret`,
    );
  }
  if (status === 503) {
    throw new Error(
      'The API is switched off: start Atlantis with --api-secret',
    );
  }
  throw new Error(`/api/plan answered ${status}: ${text.slice(0, 200)}`);
}

/**
 * Tests the connection, up to the first step that fails.
 *
 * @internal
 */
export async function checkConnection(
  api: AtlantisApi,
  signal?: AbortSignal,
): Promise<ConnectionStep[]> {
  const steps: ConnectionStep[] = [];
  for (const [name, test] of [
    ['reach', reach],
    ['version', version],
    ['secret', secret],
  ] as const) {
    try {
      steps.push({ name, ok: true, detail: await test(api, signal) });
    } catch (error) {
      signal?.throwIfAborted();
      steps.push({
        name,
        ok: false,
        detail: isError(error) ? error.message : String(error),
      });
      break;
    }
  }
  return steps;
}
