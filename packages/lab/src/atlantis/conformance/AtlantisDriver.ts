import { Agent, request } from 'undici';
import WebSocket from 'ws';
import { AtlantisUnderTest } from './AtlantisUnderTest';

const patient = new Agent({ headersTimeout: 0, bodyTimeout: 0 });

/**
 * An answer of the API.
 *
 * @internal
 */
export interface ApiAnswer {
  status: number;
  body: Record<string, unknown>;
}

/**
 * The log of a job as it came over its socket.
 *
 * @internal
 */
export interface JobLog {
  frames: Buffer[];
  binary: boolean;
  /** 1006 when the connection was dropped without a close frame. */
  closeCode: number;
}

/**
 * Speaks to Atlantis without a client of ours between.
 *
 * @internal
 */
export class AtlantisDriver {
  readonly #atlantis: AtlantisUnderTest['atlantis'];

  constructor(atlantis: AtlantisUnderTest['atlantis']) {
    this.#atlantis = atlantis;
  }

  async get(path: string): Promise<{ status: number; text: string }> {
    const answer = await request(`${this.#atlantis.url}${path}`);
    return { status: answer.statusCode, text: await answer.body.text() };
  }

  async post(
    command: 'plan' | 'apply',
    body: unknown,
    token = this.#atlantis.apiSecret,
  ): Promise<ApiAnswer> {
    const answer = await request(`${this.#atlantis.url}/api/${command}`, {
      method: 'POST',
      headers: { 'x-atlantis-token': token },
      body: typeof body === 'string' ? body : JSON.stringify(body),
      dispatcher: patient,
    });
    return {
      status: answer.statusCode,
      body: (await answer.body.json()) as Record<string, unknown>,
    };
  }

  /** Follows a job to the end of its log. */
  followJob(jobUrl: string): Promise<JobLog> {
    const id = jobUrl.split('/jobs/')[1];
    return new Promise((resolve, reject) => {
      const frames: Buffer[] = [];
      let binary = true;
      const socket = new WebSocket(
        `${this.#atlantis.url.replace(/^http/, 'ws')}/jobs/${id}/ws`,
      );
      socket.on('message', (data: Buffer, isBinary) => {
        frames.push(data);
        binary &&= isBinary;
      });
      socket.on('error', reject);
      socket.on('close', closeCode => resolve({ frames, binary, closeCode }));
    });
  }
}
