import { request } from 'undici';
import { z } from 'zod';
import { AtlantisGate } from '../LabAtlantis';

const GATE_TIMEOUT_MS = 30_000;

const refusalSchema = z.object({ error: z.object({ message: z.string() }) });

/**
 * Asks whether a plan may be applied, as the starter's workflow does.
 *
 * @returns undefined when it may, otherwise what to print
 * @internal
 */
export async function askGate(
  gate: AtlantisGate,
  question: {
    repository: string;
    pull: number;
    directory: string;
    workspace: string;
    commit: string;
    digest: string;
  },
): Promise<string | undefined> {
  const url = new URL('/api/vm-requests/v1/gate', gate.url);
  for (const [name, value] of Object.entries(question)) {
    url.searchParams.set(name, String(value));
  }
  let status: number;
  let text: string;
  try {
    const answer = await request(url, {
      headers: { authorization: `Bearer ${gate.token}` },
      headersTimeout: GATE_TIMEOUT_MS,
      bodyTimeout: GATE_TIMEOUT_MS,
    });
    status = answer.statusCode;
    text = await answer.body.text();
  } catch (error) {
    return `backlot-gate: refused: Backlot could not be asked whether this plan is approved: ${
      error instanceof Error ? error.message : String(error)
    }`;
  }
  if (status === 204) {
    return undefined;
  }
  try {
    const { error } = refusalSchema.parse(JSON.parse(text));
    return `backlot-gate: refused: ${error.message}`;
  } catch {
    return `backlot-gate: refused: Backlot answered with status ${status}`;
  }
}
