/** The few calls of Gitea's API that setting it up and driving it takes. */
export class GiteaApi {
  readonly #base: string;
  readonly #token: string;

  constructor(gitea: { url: string; token: string }) {
    this.#base = `${gitea.url}/api/v1`;
    this.#token = gitea.token;
  }

  get<T>(path: string): Promise<T> {
    return this.#send<T>('GET', path);
  }

  post<T>(path: string, body: unknown): Promise<T> {
    return this.#send<T>('POST', path, body);
  }

  put<T>(path: string, body: unknown): Promise<T> {
    return this.#send<T>('PUT', path, body);
  }

  async #send<T>(method: string, path: string, body?: unknown): Promise<T> {
    const response = await fetch(this.#base + path, {
      method,
      headers: {
        authorization: `token ${this.#token}`,
        'content-type': 'application/json',
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await response.text();
    if (!response.ok) {
      throw new Error(
        `Gitea answered ${method} ${path} with ${response.status}: ${text}`,
      );
    }
    return (text ? JSON.parse(text) : undefined) as T;
  }
}
