import { LabNetBoxForTests } from './LabNetBoxForTests';
import { ProxiedAnswer, ProxyRule } from './NetBoxProxy';

interface Interface {
  id: number;
  primary_mac_address?: unknown;
  mac_addresses?: unknown;
}

function withoutRecords(record: Interface): Interface {
  const { primary_mac_address: _, mac_addresses: __, ...rest } = record;
  return rest;
}

function older({ status, body }: ProxiedAnswer): ProxiedAnswer {
  if (status >= 400) {
    return { status, body };
  }
  const { results } = body as { results?: Interface[] };
  return {
    status,
    body: results
      ? { ...(body as object), results: results.map(withoutRecords) }
      : withoutRecords(body as Interface),
  };
}

/** Has a NetBox answer as those before 4.2, where a MAC address is a field of the interface. */
export function asBefore42(netbox: LabNetBoxForTests): ProxyRule {
  return async (call, forward) => {
    if (call.path.startsWith('/api/dcim/mac-addresses/')) {
      return { status: 404, body: '<html>Page Not Found</html>' };
    }
    if (!call.path.startsWith('/api/virtualization/interfaces/')) {
      return forward(call);
    }
    const { mac_address: mac, ...body } = (call.body ?? {}) as {
      mac_address?: string;
    };
    const answer = await forward({ ...call, body: call.body && body });
    if (!mac) {
      return older(answer);
    }
    const { id } = answer.body as Interface;
    const record = await netbox.asAdmin<{ id: number }>(
      'POST',
      'dcim/mac-addresses/',
      {
        mac_address: mac,
        assigned_object_type: 'virtualization.vminterface',
        assigned_object_id: id,
      },
    );
    const changed = await netbox.asAdmin<Interface>(
      'PATCH',
      `virtualization/interfaces/${id}/`,
      { primary_mac_address: record.id },
    );
    return { status: answer.status, body: withoutRecords(changed) };
  };
}
