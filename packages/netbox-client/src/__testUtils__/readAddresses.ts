import { LabNetBox } from '@backlot/lab';

/** The addresses in the lab's NetBox that were made for an allocation. */
export async function readAddresses(
  lab: LabNetBox,
): Promise<{ id: number; address: string; key: string; status: string }[]> {
  const response = await fetch(`${lab.url}/api/ipam/ip-addresses/?limit=0`, {
    headers: { Authorization: `Bearer ${lab.token}` },
  });
  const { results } = (await response.json()) as {
    results: {
      id: number;
      address: string;
      status: { value: string };
      custom_fields: Record<string, string | null>;
      description: string;
    }[];
  };
  return results
    .filter(({ description }) => !/gateway|DNS server/.test(description))
    .map(({ id, address, custom_fields, status }) => ({
      id,
      address,
      key: custom_fields.backlot_allocation ?? '',
      status: status.value,
    }));
}
