import {
  FaultSwitches,
  LabNetBox,
  LabNetBoxOptions,
  smallCompany,
  startNetBox,
} from '@backlot/lab';
import { NetBoxClient, NetBoxClientOptions } from '../NetBoxClient';
import { NetBoxProxy, ProxyRule } from './NetBoxProxy';

/** An address in the lab's NetBox that was made for an allocation. */
export interface StoredAddress {
  id: number;
  address: string;
  key: string;
  status: string;
}

/**
 * A NetBox of the lab without machines, fast, and clients of it. Its language is German, so that
 * every suite shows that the client asks for English.
 */
export class LabNetBoxForTests {
  readonly lab: LabNetBox;
  readonly faults: FaultSwitches;
  /** With the token that may do what Backlot needs. */
  readonly client: NetBoxClient;
  readonly #clients: NetBoxClient[] = [];
  readonly #proxies: NetBoxProxy[] = [];

  static async start(
    options: Partial<LabNetBoxOptions> = {},
  ): Promise<LabNetBoxForTests> {
    const faults = new FaultSwitches();
    const lab = await startNetBox({
      company: { ...smallCompany, machines: 0 },
      faults,
      delays: false,
      language: 'de',
      ...options,
    });
    return new LabNetBoxForTests(lab, faults);
  }

  private constructor(lab: LabNetBox, faults: FaultSwitches) {
    this.lab = lab;
    this.faults = faults;
    this.client = this.newClient();
  }

  /** One more client, which is closed with the lab. */
  newClient(options: Partial<NetBoxClientOptions> = {}): NetBoxClient {
    const client = new NetBoxClient({
      url: this.lab.url,
      token: this.lab.leastPrivilegeToken,
      retryDelayMs: 2,
      ...options,
    });
    this.#clients.push(client);
    return client;
  }

  /** One more client, which talks to NetBox through a proxy. */
  async newClientThrough(rule: ProxyRule): Promise<NetBoxClient> {
    const proxy = await NetBoxProxy.start(this.lab.url, rule);
    this.#proxies.push(proxy);
    return this.newClient({ url: proxy.url });
  }

  /** Calls NetBox's API as an administrator; gives the body of the answer. */
  async asAdmin<T>(method: string, path: string, body?: unknown): Promise<T> {
    const response = await fetch(`${this.lab.url}/api/${path}`, {
      method,
      headers: {
        Authorization: `Bearer ${this.lab.token}`,
        'Content-Type': 'application/json',
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await response.text();
    if (!response.ok) {
      throw new Error(`${method} ${path}: ${response.status} ${text}`);
    }
    return JSON.parse(text || 'null');
  }

  /** The addresses that were made for allocations. */
  async addresses(): Promise<StoredAddress[]> {
    const { results } = await this.asAdmin<{
      results: {
        id: number;
        address: string;
        status: { value: string };
        custom_fields: Record<string, string | null>;
        description: string;
      }[];
    }>('GET', 'ipam/ip-addresses/?limit=0');
    return results
      .filter(({ description }) => !/gateway|DNS server/.test(description))
      .map(record => ({
        id: record.id,
        address: record.address,
        key: record.custom_fields.backlot_allocation ?? '',
        status: record.status.value,
      }));
  }

  async close(): Promise<void> {
    await Promise.all(this.#clients.map(client => client.close()));
    await Promise.all(this.#proxies.map(proxy => proxy.close()));
    await this.lab.close();
  }
}
