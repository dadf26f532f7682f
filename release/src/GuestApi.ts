import { ResponseError } from '@backstage/errors';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';

const LOOK_EVERY_MS = 250;

const sessionSchema = z.object({
  backstageIdentity: z.object({ token: z.string() }),
});
const taskSchema = z.object({ id: z.string() });
const taskStateSchema = z.object({ status: z.string() });
const eventsSchema = z.array(
  z.object({
    body: z.object({
      message: z.string(),
      output: z.record(z.string(), z.unknown()).optional(),
    }),
  }),
);

/** A backend over HTTP, as the guest user's browser calls it. */
export class GuestApi {
  readonly #url: string;
  readonly #token: string;

  private constructor(url: string, token: string) {
    this.#url = url;
    this.#token = token;
  }

  static async signIn(url: string): Promise<GuestApi> {
    const response = await fetch(`${url}/api/auth/guest/refresh`, {
      headers: { 'x-requested-with': 'XMLHttpRequest' },
    });
    if (!response.ok) {
      throw await ResponseError.fromResponse(response);
    }
    const session = sessionSchema.parse(await response.json());
    return new GuestApi(url, session.backstageIdentity.token);
  }

  async get<T>(path: string, schema: z.ZodType<T>): Promise<T> {
    return schema.parse(await this.#call(path));
  }

  /** Asks until the answer is as it should be. */
  async until<T>(
    path: string,
    schema: z.ZodType<T>,
    isRight: (answer: T) => boolean,
    withinMs = 120_000,
  ): Promise<T> {
    const deadline = Date.now() + withinMs;
    for (;;) {
      let last: unknown;
      try {
        const answer = await this.get(path, schema);
        if (isRight(answer)) {
          return answer;
        }
        last = answer;
      } catch (error) {
        if (!(error instanceof ResponseError)) {
          throw error;
        }
        last = error.message;
      }
      if (Date.now() > deadline) {
        throw new Error(
          `${path} still answers ${JSON.stringify(last, undefined, 2)}`,
        );
      }
      await sleep(LOOK_EVERY_MS);
    }
  }

  /** Starts a template's task, once the catalog has the template. */
  async startTask(template: string, values: object): Promise<string> {
    await this.until(
      `/catalog/entities/by-name/template/default/${template}`,
      z.unknown(),
      () => true,
    );
    const { id } = taskSchema.parse(
      await this.#call('/scaffolder/v2/tasks', {
        templateRef: `template:default/${template}`,
        values,
      }),
    );
    return id;
  }

  /**
   * What a task puts out, once it has completed.
   *
   * @throws Error with the task's log, when it fails
   */
  async outputOf(task: string): Promise<Record<string, unknown>> {
    const { status } = await this.until(
      `/scaffolder/v2/tasks/${task}`,
      taskStateSchema,
      state => !['open', 'processing'].includes(state.status),
    );
    const events = await this.get(
      `/scaffolder/v2/tasks/${task}/events`,
      eventsSchema,
    );
    if (status !== 'completed') {
      throw new Error(
        `The task is ${status}:\n${events
          .map(({ body }) => body.message)
          .join('\n')}`,
      );
    }
    return events.find(({ body }) => body.output)?.body.output ?? {};
  }

  async #call(path: string, body?: object): Promise<unknown> {
    const response = await fetch(`${this.#url}/api${path}`, {
      method: body ? 'POST' : 'GET',
      headers: {
        authorization: `Bearer ${this.#token}`,
        'content-type': 'application/json',
      },
      body: body && JSON.stringify(body),
    });
    if (!response.ok) {
      throw await ResponseError.fromResponse(response);
    }
    return await response.json();
  }
}
