import { randomUUID } from 'node:crypto';
import { createServer, IncomingMessage, ServerResponse } from 'node:http';
import { AddressInfo } from 'node:net';
import { FaultSwitches } from '../faults/FaultSwitches';
import {
  authenticate,
  may,
  NetBoxAccount,
  NetBoxActionName,
  NetBoxToken,
} from './accounts';
import { NetBoxDelays, wait } from './delays';
import { inGerman } from './germanWords';
import { GlobalLock } from './GlobalLock';
import {
  invalid,
  methodNotAllowed,
  NetBoxProblem,
  notAllowed,
} from './NetBoxProblem';
import { NetBoxStore } from './NetBoxStore';
import { findPage, pageNotFound } from './pages/pages';
import { allViews } from './views/allViews';
import {
  NetBoxAnswer,
  NetBoxMethod,
  NetBoxRequest,
  View,
} from './views/NetBoxRequest';
import { RefusedItems } from './views/records';

/**
 * A language in which the lab's NetBox words its refusals.
 *
 * @public
 */
export type NetBoxLanguage = 'en' | 'de';

/** @internal */
export interface ServeOptions {
  store: NetBoxStore;
  accounts: NetBoxAccount[];
  tokens: NetBoxToken[];
  faults: FaultSwitches;
  delays: NetBoxDelays;
  /** In which its refusals are worded unless a call asks for English. */
  language: NetBoxLanguage;
  port?: number;
  /** Keeps the state; a write is answered after it. */
  save(): Promise<void>;
}

/** @internal */
export interface NetBoxServer {
  url: string;
  /** How many calls of the API came so far. */
  calls(): number;
  close(): Promise<void>;
}

const DEFAULT_SLOW_MS = 2000;
const apiVersion = { 'API-Version': '4.6' };
const actions: Record<NetBoxMethod, NetBoxActionName> = {
  GET: 'view',
  POST: 'add',
  PUT: 'change',
  PATCH: 'change',
  DELETE: 'delete',
};

function isSafe(method: string): boolean {
  return ['GET', 'HEAD', 'OPTIONS'].includes(method);
}

async function readAll(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) {
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function sendHtml(
  response: ServerResponse,
  status: number,
  page: string,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, {
    'Content-Type': 'text/html; charset=utf-8',
    ...headers,
  });
  response.end(page);
}

function sendAnswer(
  response: ServerResponse,
  answer: NetBoxAnswer,
  headers: Record<string, string>,
): void {
  const all = { ...headers, ...apiVersion, ...answer.headers };
  if (answer.status === 204) {
    response.writeHead(204, all);
    response.end();
    return;
  }
  const body = JSON.stringify(answer.body);
  response.writeHead(answer.status, {
    'Content-Type': 'application/json',
    'Content-Length': Buffer.byteLength(body),
    ...all,
  });
  response.end(body);
}

function asProblem(error: unknown): NetBoxAnswer {
  if (error instanceof RefusedItems) {
    return asProblem(invalid(error.body));
  }
  if (error instanceof NetBoxProblem) {
    return { status: error.status, body: error.body, headers: error.headers };
  }
  const { name, message } = error as Error;
  return { status: 500, body: { error: message, exception: name } };
}

/** As Django chooses it: the first that the call names, or the server's own. */
function languageOf(
  request: IncomingMessage,
  own: NetBoxLanguage,
): NetBoxLanguage {
  const asked = /^(en|de)\b/i.exec(request.headers['accept-language'] ?? '');
  return asked ? (asked[1].toLowerCase() as NetBoxLanguage) : own;
}

function inLanguage(
  answer: NetBoxAnswer,
  language: NetBoxLanguage,
): NetBoxAnswer {
  return answer.status >= 400 && language === 'de'
    ? { ...answer, body: inGerman(answer.body) }
    : answer;
}

/** In Django's order: token, permission, method, then the work. */
async function answerCall(
  view: View,
  id: number,
  call: Omit<NetBoxRequest, 'login' | 'method'>,
  method: string,
  authorization: string | undefined,
  options: ServeOptions,
): Promise<NetBoxAnswer> {
  try {
    if (options.faults.strike('netbox', 'token-refused', call.path)) {
      throw new NetBoxProblem(403, { detail: 'Invalid v2 token' });
    }
    const login = authenticate(authorization, options.accounts, options.tokens);
    const known = (method === 'HEAD' ? 'GET' : method) as NetBoxMethod;
    const action = actions[known];
    if (
      (!isSafe(method) && !login.writeEnabled) ||
      (action &&
        view.objectType &&
        !may(login.account, view.objectType, action))
    ) {
      throw notAllowed();
    }
    const handler = view.handlers[known];
    if (!handler) {
      throw methodNotAllowed(method);
    }
    return await handler({ ...call, login, method: known }, id);
  } catch (error) {
    return asProblem(error);
  }
}

async function handle(
  request: IncomingMessage,
  response: ServerResponse,
  options: ServeOptions,
  lock: GlobalLock,
): Promise<void> {
  const { faults, store } = options;
  const method = request.method ?? 'GET';
  const origin = `http://${request.headers.host}`;
  const { pathname, searchParams, search } = new URL(
    request.url ?? '/',
    origin,
  );
  if (faults.strike('netbox', 'down', pathname)) {
    request.socket.destroy();
    return;
  }
  const slow = faults.strike('netbox', 'slow', pathname);
  if (slow) {
    await wait(slow.delayMs ?? DEFAULT_SLOW_MS);
  }
  const rawBody = await readAll(request);
  if (!pathname.startsWith('/api/')) {
    const page = isSafe(method) ? findPage(pathname, store) : undefined;
    sendHtml(response, page ? 200 : 404, page ?? pageNotFound());
    return;
  }
  if (!pathname.endsWith('/') && isSafe(method)) {
    response.writeHead(301, {
      'Content-Type': 'text/html; charset=utf-8',
      Location: `${pathname}/${search}`,
    });
    response.end();
    return;
  }
  const view = allViews.find(candidate => candidate.path.test(pathname));
  if (!view) {
    sendHtml(response, 404, pageNotFound(), apiVersion);
    return;
  }
  const requestId = randomUUID();
  const answer = await answerCall(
    view,
    Number(view.path.exec(pathname)?.[1]),
    {
      path: pathname,
      query: searchParams,
      contentType: request.headers['content-type'],
      ifMatch: request.headers['if-match'],
      rawBody,
      requestId,
      store,
      lock,
      delays: options.delays,
      prefixFull:
        pathname.endsWith('/available-ips/') &&
        Boolean(faults.strike('netbox', 'prefix-full', pathname)),
      url: path => `${origin}${path}`,
    },
    method,
    request.headers.authorization,
    options,
  );
  if (!isSafe(method)) {
    await options.save();
    if (faults.strike('netbox', 'answer-lost', pathname)) {
      request.socket.destroy();
      return;
    }
  }
  const language = languageOf(request, options.language);
  sendAnswer(response, inLanguage(answer, language), {
    Allow: view.allow,
    'Content-Language': language,
    'X-Request-ID': requestId,
    Vary: 'HX-Request, Accept, Cookie, origin',
  });
}

/**
 * Serves a store over HTTP on the loopback interface, as NetBox 4.6 does.
 *
 * @internal
 */
export async function serveNetBox(
  options: ServeOptions,
): Promise<NetBoxServer> {
  const lock = new GlobalLock();
  let calls = 0;
  const server = createServer((request, response) => {
    calls += request.url?.startsWith('/api/') ? 1 : 0;
    handle(request, response, options, lock).catch(error => {
      if (request.socket.destroyed) {
        return;
      }
      sendAnswer(response, asProblem(error), {});
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    calls: () => calls,
    async close() {
      server.closeAllConnections();
      await new Promise<void>((resolve, reject) => {
        server.close(error => (error ? reject(error) : resolve()));
        server.closeAllConnections();
      });
      await options.save();
    },
  };
}
