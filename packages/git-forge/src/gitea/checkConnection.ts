import { z } from 'zod';
import { ConnectionStep } from '../connectionStep';
import { repositorySchema } from './answers';
import { GiteaAnswer, GiteaHttp } from './GiteaHttp';
import { giteaWords, refusal } from './refusal';

/** Changing many files in one commit came with this version. */
const OLDEST_VERSION = [1, 20];

const versionSchema = z.object({ version: z.string() });
const userSchema = z.object({ login: z.string() });

type Finding = Omit<ConnectionStep, 'name' | 'title'>;

const notTried: Finding = { ok: false, error: 'Not tried' };

function failed(error: string, remedy?: string): Finding {
  return { ok: false, error, ...(remedy && { remedy }) };
}

function isNewEnough(version: string): boolean {
  const [major, minor] = version.split('.').map(Number);
  const [oldestMajor, oldestMinor] = OLDEST_VERSION;
  return major > oldestMajor || (major === oldestMajor && minor >= oldestMinor);
}

function tokenFinding(http: GiteaHttp, answer: GiteaAnswer): Finding {
  return answer.status === 200
    ? { ok: true, detail: http.parse(userSchema, answer).login }
    : failed(
        giteaWords(answer),
        answer.status === 403
          ? 'Give the token the scope read:user.'
          : `Check ${answer.configKey}.token: it is wrong, or was revoked.`,
      );
}

function versionFinding(http: GiteaHttp, answer: GiteaAnswer): Finding {
  const { version } = http.parse(versionSchema, answer);
  return isNewEnough(version)
    ? { ok: true, detail: version }
    : failed(
        `Gitea is ${version}`,
        `Update it to ${OLDEST_VERSION.join('.')} or later.`,
      );
}

function repositoryFinding(http: GiteaHttp, answer: GiteaAnswer): Finding {
  if (answer.status !== 200) {
    return failed(refusal(answer).message);
  }
  const repository = http.parse(repositorySchema, answer);
  if (repository.archived) {
    return failed('It is archived', 'Take it out of the archive.');
  }
  return repository.permissions?.push
    ? { ok: true, detail: `default branch ${repository.default_branch}` }
    : failed(
        'The account can only read it',
        "Let the token's account write to the repository.",
      );
}

/**
 * Looks at all that Backlot needs of the forge, step by step, and goes as far as it can. It changes
 * nothing.
 *
 * @internal
 */
export async function checkConnection(
  http: GiteaHttp,
  repositories: string[],
  signal: AbortSignal | undefined,
): Promise<ConnectionStep[]> {
  /** Asks, and gives the answer to `judge`; what goes wrong is the finding. */
  async function look(
    asked: string,
    path: string,
    judge: (answer: GiteaAnswer) => Finding,
  ): Promise<Finding> {
    try {
      return judge(await http.read({ path, asked, signal }));
    } catch (error) {
      signal?.throwIfAborted();
      return failed(error instanceof Error ? error.message : String(error));
    }
  }

  const reachable = await look('an answer', '/version', () => ({
    ok: true,
    detail: http.url,
  }));
  const token = reachable.ok
    ? await look('whose token it is', '/user', answer =>
        tokenFinding(http, answer),
      )
    : notTried;
  const version = token.ok
    ? await look('version', '/version', answer => versionFinding(http, answer))
    : notTried;
  const seen = await Promise.all(
    repositories.map(name =>
      token.ok
        ? look(`repository ${name}`, `/repos/${name}`, answer =>
            repositoryFinding(http, answer),
          )
        : notTried,
    ),
  );
  return [
    { name: 'reachable', title: 'The forge answers', ...reachable },
    { name: 'token', title: 'The forge accepts the token', ...token },
    { name: 'version', title: 'The forge is new enough', ...version },
    ...repositories.map((name, index) => ({
      name: `repository ${name}`,
      title: `The account may write to ${name}`,
      ...seen[index],
    })),
  ];
}
