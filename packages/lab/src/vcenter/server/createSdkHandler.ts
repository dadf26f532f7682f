import { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { FaultSwitches } from '../../faults/FaultSwitches';
import { Call, Operation } from '../operations/Operation';
import { operations } from '../operations/operations';
import { requirePrivilege } from '../operations/requiredPrivileges';
import { parseSoapRequest } from '../soap/SoapElement';
import { soapAnswer, soapFault } from '../soap/soapEnvelope';
import { invalidLogin, unknownMethod, VimFault } from '../soap/VimFault';
import { serviceVersions } from './serviceVersions';

/** More than any call of the vSphere API that the lab has. */
const longestRequest = 4 * 1024 ** 2;
const defaultDelayMs = 2000;

/** What the handler passes on to the operations. */
export interface SdkOptions
  extends Pick<Call, 'sessions' | 'model' | 'tasks' | 'instanceUuid'> {
  faults: FaultSwitches;
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > longestRequest) {
      throw new VimFault('InvalidRequest', 'The request is too long');
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function closed(response: ServerResponse): AbortSignal {
  const controller = new AbortController();
  response.once('close', () => controller.abort());
  return controller.signal;
}

function delay(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise(resolve => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}

function answer(
  response: ServerResponse,
  status: number,
  body: string,
  { cookie, stalls }: { cookie?: string; stalls?: boolean } = {},
): void {
  if (response.destroyed) {
    return;
  }
  response.writeHead(status, {
    'Content-Type': 'text/xml; charset=utf-8',
    'Content-Length': Buffer.byteLength(body),
    'Cache-Control': 'no-cache',
    ...(cookie && { 'Set-Cookie': cookie }),
  });
  if (stalls) {
    response.write(body.slice(0, body.length / 2));
    return;
  }
  response.end(body);
}

function asFault(error: unknown): VimFault {
  return error instanceof VimFault
    ? error
    : new VimFault('InvalidRequest', `${error}`);
}

/**
 * Serves `/sdk` as a vCenter does. Faults of the lab strike by the path `/sdk/<method>`, e.g.
 * `/sdk/PowerOnVM_Task`.
 *
 * @internal
 */
export function createSdkHandler(options: SdkOptions): RequestListener {
  const { faults, sessions } = options;

  async function perform(
    request: IncomingMessage,
    response: ServerResponse,
    body: string,
    signal: AbortSignal,
  ): Promise<void> {
    const soap = parseSoapRequest(body);
    const path = `/sdk/${soap.name}`;
    if (faults.strike('vcenter', 'down', path)) {
      request.socket.destroy();
      return;
    }
    if (faults.strike('vcenter', 'hangs', path)) {
      return;
    }
    const slow = faults.strike('vcenter', 'slow', path);
    if (slow) {
      await delay(slow.delayMs ?? defaultDelayMs, signal);
    }
    if (faults.strike('vcenter', 'session-expires', path)) {
      sessions.expireAll();
    }
    const operation: Operation | undefined = operations.get(soap.name);
    let cookie: string | undefined;
    const session = sessions.find(request.headers.cookie);
    try {
      if (!operation) {
        throw unknownMethod(soap.name);
      }
      if (
        soap.name === 'Login' &&
        faults.strike('vcenter', 'token-refused', path)
      ) {
        throw invalidLogin();
      }
      if (session) {
        session.calls += 1;
      }
      const call: Call = {
        ...options,
        request: soap,
        self:
          soap.children.find(({ name }) => name === '_this')?.text.trim() ?? '',
        session,
        signal,
        setCookie: value => {
          cookie = value;
        },
      };
      requirePrivilege(call);
      const content = await operation(call);
      if (faults.strike('vcenter', 'answer-lost', path)) {
        request.socket.destroy();
        return;
      }
      const stalls = faults.strike('vcenter', 'stalls', path) !== undefined;
      answer(response, 200, soapAnswer(soap.name, content), { cookie, stalls });
    } catch (error) {
      answer(response, 500, soapFault(asFault(error)));
    } finally {
      if (session) {
        session.calls -= 1;
        sessions.touch(session);
      }
    }
  }

  return (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'https://localhost');
    if (
      request.method === 'GET' &&
      pathname === '/sdk/vimServiceVersions.xml'
    ) {
      if (faults.strike('vcenter', 'down', pathname)) {
        request.socket.destroy();
        return;
      }
      answer(response, 200, serviceVersions);
      return;
    }
    if (
      request.method !== 'POST' ||
      !['/sdk', '/sdk/', '/sdk/vimService'].includes(pathname)
    ) {
      response.writeHead(404).end();
      return;
    }
    const signal = closed(response);
    readBody(request)
      .then(body => perform(request, response, body, signal))
      .catch(error => {
        if (!response.headersSent) {
          answer(response, 500, soapFault(asFault(error)));
        }
      });
  };
}
