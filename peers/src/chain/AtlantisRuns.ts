import { WebSocket } from 'undici';
import { Atlantis } from '../startAtlantis';
import { PullRequest } from './InfrastructureRepository';

interface ProjectResult {
  PlanSuccess: { TerraformOutput: string } | null;
  ApplySuccess: string;
  Error: unknown;
  Failure: string;
}

export interface Run {
  /** HTTP status of the answer. */
  status: number;
  /** What Atlantis says that Terraform printed; empty when the run failed. */
  text: string;
  milliseconds: number;
  body: string;
}

/** An attribute of {@link PrintedPlan}. */
interface PrintedValue {
  path: (string | number)[];
  before?: unknown;
  after?: unknown;
  unknown?: true;
}

/** A plan as the starter's workflow prints it. */
export interface PrintedPlan {
  digest: string;
  plan: {
    version: number;
    changes: {
      address: string;
      actions: string[];
      id?: string;
      previousAddress?: string;
      importing?: unknown;
      values: PrintedValue[];
    }[];
    outputs: { name: string; actions: string[]; values: PrintedValue[] }[];
    checks: unknown[];
  };
}

/** Atlantis' API for one repository. */
export class AtlantisRuns {
  readonly #atlantis: Atlantis;
  readonly #repository: string;

  constructor(atlantis: Atlantis, repository: string) {
    this.#atlantis = atlantis;
    this.#repository = repository;
  }

  plan(pull: PullRequest, directory: string): Promise<Run> {
    return this.#run('plan', pull, directory);
  }

  apply(pull: PullRequest, directory: string): Promise<Run> {
    return this.#run('apply', pull, directory);
  }

  /** All that a job printed, as its page shows it. */
  async jobLog(targetUrl: string): Promise<string> {
    const socket = new WebSocket(`${targetUrl.replace(/^http/, 'ws')}/ws`);
    socket.binaryType = 'arraybuffer';
    let text = '';
    socket.addEventListener('message', ({ data }) => {
      text += typeof data === 'string' ? data : Buffer.from(data).toString();
    });
    await new Promise(resolve => {
      socket.addEventListener('close', resolve);
    });
    return text;
  }

  async #run(
    command: 'plan' | 'apply',
    pull: PullRequest,
    directory: string,
  ): Promise<Run> {
    const started = Date.now();
    const response = await fetch(`${this.#atlantis.url}/api/${command}`, {
      method: 'POST',
      headers: { 'X-Atlantis-Token': this.#atlantis.apiSecret },
      body: JSON.stringify({
        Repository: this.#repository,
        Ref: pull.branch,
        base_branch: 'main',
        Type: 'Gitea',
        PR: pull.number,
        Paths: [{ Directory: directory, Workspace: 'default' }],
      }),
    });
    const body = await response.text();
    const { ProjectResults: results = [] } = JSON.parse(body) as {
      ProjectResults?: ProjectResult[];
    };
    return {
      status: response.status,
      text: results
        .map(one => one.PlanSuccess?.TerraformOutput ?? one.ApplySuccess)
        .join('\n'),
      milliseconds: Date.now() - started,
      body,
    };
  }
}

/** Reads what the workflow printed after a plan. */
export function printedPlan(text: string): PrintedPlan {
  const digest = /^backlot-plan-digest: (.*)$/m.exec(text)?.[1];
  const encoded = /^backlot-plan: (.*)$/m.exec(text)?.[1];
  if (!digest || !encoded) {
    throw new Error(`The plan's lines are missing in: ${text}`);
  }
  return {
    digest,
    plan: JSON.parse(Buffer.from(encoded, 'base64').toString()),
  };
}
