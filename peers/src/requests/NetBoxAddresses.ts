import { ResponseError } from '@backstage/errors';

/** An address as NetBox has it. */
export interface RecordedAddress {
  /** With its prefix length. */
  address: string;
  status: string;
  /** Of the allocation. */
  key: string;
}

/** Addresses of a NetBox, read without the code that is tested. */
export class NetBoxAddresses {
  readonly #netbox: { url: string; token: string };

  constructor(netbox: { url: string; token: string }) {
    this.#netbox = netbox;
  }

  /** Those with this DNS name. */
  async of(dnsName: string): Promise<RecordedAddress[]> {
    const { url, token } = this.#netbox;
    const response = await fetch(
      `${url}/api/ipam/ip-addresses/?dns_name=${encodeURIComponent(dnsName)}`,
      { headers: { authorization: `Token ${token}` } },
    );
    if (!response.ok) {
      throw await ResponseError.fromResponse(response);
    }
    const { results } = (await response.json()) as {
      results: {
        address: string;
        status: { value: string };
        custom_fields: { backlot_allocation: string };
      }[];
    };
    return results.map(({ address, status, custom_fields }) => ({
      address,
      status: status.value,
      key: custom_fields.backlot_allocation,
    }));
  }
}
