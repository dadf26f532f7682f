import { isError, ServiceUnavailableError } from '@backstage/errors';
import { TimeSlice } from '@backlot/plugin-vm-inventory-node';
import { Agent } from 'undici';
import { sentences, withCause } from '@backlot/backend-common';
import { ElementReader } from './ElementReader';
import { VimFault, vimFaultOf } from './VimFault';
import { XmlElement } from './XmlElement';

/** @internal */
export interface SoapClientOptions {
  /** Name of the source, for messages. */
  source: string;
  /** The vCenter's root, e.g. `https://vcenter.example.com`. */
  url: string;
  /** PEM of the certificate authorities to trust in place of the system's. */
  ca?: string;
  /** Accepts any certificate. */
  insecure?: boolean;
  /** Milliseconds until the answer of a call begins that vCenter does not hold back. */
  timeoutMs: number;
  /**
   * Milliseconds for which an answer that has begun may pause, and that vCenter may hold one back
   * beyond what it was asked to. 10,000 when absent.
   */
  stallMs?: number;
}

/** @internal */
export interface SoapCallOptions {
  signal?: AbortSignal;
  /** Milliseconds that vCenter was asked to hold the answer back. */
  holdMs?: number;
  /** Milliseconds until the answer begins, for a call that is always answered quickly. */
  timeoutMs?: number;
  /** Names of the elements that `onElement` gets as they end. */
  elements?: ReadonlySet<string>;
  onElement?: (element: XmlElement) => void;
}

const FAULT = 'Fault';
const CONNECT_MS = 5_000;
const STALL_MS = 10_000;
// The oldest version that names everything that is asked for; newer vCenters answer it as well.
const SOAP_ACTION = 'urn:vim25/6.7';

/**
 * Calls methods of the vim25 SOAP API over one pool of connections, keeps the session's cookie, and
 * reads answers as they arrive.
 *
 * @internal
 */
export class SoapClient {
  readonly #options: SoapClientOptions;
  readonly #agent: Agent;
  readonly #endpoint: string;
  #cookie: string | undefined;

  constructor(options: SoapClientOptions) {
    this.#options = options;
    this.#endpoint = new URL('/sdk', options.url).toString();
    this.#agent = new Agent({
      connect: {
        ca: options.ca,
        rejectUnauthorized: !options.insecure,
        timeout: CONNECT_MS,
      },
      // A load has two calls under way: a page, and the next while this one is read. Details of
      // machines are asked for four at a time.
      connections: 4,
      bodyTimeout: options.stallMs ?? STALL_MS,
    });
  }

  /**
   * Calls a method.
   *
   * @param body - the method's element
   * @returns the element `returnval` when no elements were asked for, if there is one
   * @throws VimFault when vCenter answers a fault
   * @throws ServiceUnavailableError when vCenter cannot be reached or does not answer as one
   */
  async call(
    method: string,
    body: string,
    options: SoapCallOptions = {},
  ): Promise<XmlElement | undefined> {
    try {
      return await this.#exchange(method, body, options);
    } catch (error) {
      options.signal?.throwIfAborted();
      if (error instanceof VimFault) {
        throw error;
      }
      throw withCause(
        new ServiceUnavailableError(
          sentences(
            `vCenter '${
              this.#options.source
            }' did not answer ${method}: ${words(error)}`,
            `Check that ${
              this.#endpoint
            } is reachable and its certificate trusted`,
          ),
        ),
        error,
      );
    }
  }

  /** Ends all connections. */
  async close(): Promise<void> {
    await this.#agent.destroy();
  }

  async #exchange(
    method: string,
    body: string,
    options: SoapCallOptions,
  ): Promise<XmlElement | undefined> {
    const {
      statusCode,
      headers,
      body: answer,
    } = await this.#agent.request({
      origin: new URL(this.#endpoint).origin,
      path: '/sdk',
      method: 'POST',
      headers: {
        'content-type': 'text/xml; charset="utf-8"',
        soapaction: SOAP_ACTION,
        ...(this.#cookie ? { cookie: this.#cookie } : {}),
      },
      body: envelope(body),
      headersTimeout: this.#patienceWith(options),
      signal: options.signal,
    });
    this.#keepCookie(headers['set-cookie']);

    let fault: XmlElement | undefined;
    let result: XmlElement | undefined;
    const names = new Set([FAULT, ...(options.elements ?? ['returnval'])]);
    const reader = new ElementReader(names, element => {
      if (element.name === FAULT) {
        fault = element;
      } else if (options.elements) {
        options.onElement?.(element);
      } else {
        result = element;
      }
    });
    if (!`${headers['content-type'] ?? ''}`.includes('xml')) {
      await answer.dump();
      throw new Error(`HTTP status ${statusCode}, and the answer is not XML`);
    }
    const slice = new TimeSlice();
    for await (const chunk of answer) {
      reader.write(chunk);
      // What has arrived already comes without a turn for others in between.
      if (slice.isOver) {
        await slice.next();
      }
    }
    reader.close();
    if (fault) {
      throw vimFaultOf(fault, method);
    }
    if (statusCode !== 200) {
      throw new Error(`HTTP status ${statusCode}`);
    }
    return result;
  }

  /** Milliseconds until the answer has to begin. */
  #patienceWith({ holdMs, timeoutMs }: SoapCallOptions): number {
    return holdMs
      ? holdMs + (this.#options.stallMs ?? STALL_MS)
      : timeoutMs ?? this.#options.timeoutMs;
  }

  #keepCookie(header: string | string[] | undefined): void {
    for (const cookie of [header ?? []].flat()) {
      if (cookie.startsWith('vmware_soap_session=')) {
        // vCenter quotes the value and wants it back with its quotes.
        this.#cookie = cookie.split(';')[0];
      }
    }
  }
}

function envelope(body: string): string {
  return (
    '<?xml version="1.0" encoding="UTF-8"?>' +
    '<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"' +
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"' +
    ' xmlns:xsd="http://www.w3.org/2001/XMLSchema">' +
    `<soapenv:Body>${body}</soapenv:Body></soapenv:Envelope>`
  );
}

function words(error: unknown): string {
  if (!isError(error)) {
    return String(error);
  }
  switch (error.code) {
    case 'UND_ERR_HEADERS_TIMEOUT':
      return 'it took too long until the answer began';
    case 'UND_ERR_BODY_TIMEOUT':
      return 'the answer paused for too long';
    default:
  }
  const code = String(error.code ?? '');
  const text = error.message || error.name;
  return code && !text.includes(code) ? `${text} (${code})` : text;
}
