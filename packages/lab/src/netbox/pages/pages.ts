import { contains, storedIp } from '../ipAddress';
import { addressModel } from '../models/addresses';
import { vmInterfaceOf } from '../models/assignment';
import { prefixModel } from '../models/prefixes';
import { NetBoxStore } from '../NetBoxStore';
import { AddressRow, PrefixRow, VirtualMachineRow } from '../tables';
import { Html, html, HtmlPart } from '../../pages/html';
import { document } from './document';

/** How many addresses a page shows of a prefix. */
const SHOWN_ADDRESSES = 500;

/** A field whose value may be of any type, for {@link facts}. */
function textOf([name, value]: [string, unknown]): [string, string] {
  return [name, String(value ?? '')];
}

function facts(rows: [string, HtmlPart][]): Html {
  return html`<table>
    ${rows.map(
      ([name, value]) =>
        html`<tr>
          <th>${name}</th>
          <td>${value}</td>
        </tr>`,
    )}
  </table>`;
}

function addressTable(rows: AddressRow[]): Html {
  return html`<table>
    <tr>
      <th>Address</th>
      <th>Status</th>
      <th>DNS name</th>
      <th>Description</th>
    </tr>
    ${rows.map(
      row =>
        html`<tr>
          <td><a href="/ipam/ip-addresses/${row.id}/">${row.address}</a></td>
          <td>${row.status}</td>
          <td>${row.dns_name}</td>
          <td>${row.description}</td>
        </tr>`,
    )}
  </table>`;
}

function prefixPage(row: PrefixRow, store: NetBoxStore): string {
  const network = storedIp(row.prefix);
  const inside = store
    .table('addresses')
    .all()
    .filter(
      address =>
        address.vrf === row.vrf && contains(network, storedIp(address.address)),
    )
    .sort((a, b) => addressModel.compare(a, b));
  return document(
    row.prefix,
    html`${facts([
      ['Status', row.status],
      ['Description', row.description],
      [
        'Site',
        row.site === null ? '' : store.table('sites').get(row.site)?.name,
      ],
      ['Addresses', inside.length],
    ])}
    ${addressTable(inside.slice(0, SHOWN_ADDRESSES))}`,
  );
}

function addressPage(row: AddressRow, store: NetBoxStore): string {
  const value = storedIp(row.address);
  const parents = store
    .table('prefixes')
    .all()
    .filter(
      prefix =>
        prefix.vrf === row.vrf && contains(storedIp(prefix.prefix), value),
    )
    .sort((a, b) => prefixModel.compare(a, b));
  const assigned = vmInterfaceOf(row, store);
  return document(
    row.address,
    html`${facts([
      ['Status', row.status],
      ['DNS name', row.dns_name],
      ['Description', row.description],
      [
        'Prefixes',
        parents.map(
          prefix =>
            html`<a href="/ipam/prefixes/${prefix.id}/">${prefix.prefix}</a> `,
        ),
      ],
      [
        'Virtual machine',
        assigned
          ? html`<a
                href="/virtualization/virtual-machines/${assigned.virtual_machine}/"
                >${store.table('virtualMachines').get(assigned.virtual_machine)
                  ?.name}</a
              >
              (${assigned.name})`
          : '',
      ],
      ...Object.entries(row.custom_fields).map(textOf),
      textOf(['Created', row.created]),
      textOf(['Last updated', row.last_updated]),
    ])}`,
  );
}

function virtualMachinePage(
  row: VirtualMachineRow,
  store: NetBoxStore,
): string {
  const addresses = store
    .table('addresses')
    .all()
    .filter(
      address => vmInterfaceOf(address, store)?.virtual_machine === row.id,
    );
  return document(
    row.name,
    html`${facts([
      ['Status', row.status],
      [
        'Cluster',
        row.cluster === null
          ? ''
          : store.table('clusters').get(row.cluster)?.name,
      ],
      ['CPUs', row.vcpus],
      ['Memory (MB)', row.memory],
      ['Disk (MB)', row.disk],
      ['Description', row.description],
    ])}
    ${addressTable(addresses)}`,
  );
}

function homePage(store: NetBoxStore): string {
  const prefixes = store
    .table('prefixes')
    .all()
    .sort((a, b) => prefixModel.compare(a, b));
  return document(
    'Prefixes',
    html`<table>
      <tr>
        <th>Prefix</th>
        <th>Status</th>
        <th>Description</th>
      </tr>
      ${prefixes.map(
        row =>
          html`<tr>
            <td><a href="/ipam/prefixes/${row.id}/">${row.prefix}</a></td>
            <td>${row.status}</td>
            <td>${row.description}</td>
          </tr>`,
      )}
    </table>`,
  );
}

/** @internal */
export function pageNotFound(): string {
  return document('Page Not Found', html`<p>The page does not exist.</p>`);
}

/**
 * The page at a path that links point to, or nothing. The pages ask for no login; the lab holds
 * nothing that is worth one.
 *
 * @internal
 */
export function findPage(path: string, store: NetBoxStore): string | undefined {
  if (path === '/') {
    return homePage(store);
  }
  const [, kind, id] =
    /^\/(ipam\/prefixes|ipam\/ip-addresses|virtualization\/virtual-machines)\/(\d+)\/$/.exec(
      path,
    ) ?? [];
  if (kind === 'ipam/prefixes') {
    const row = store.table('prefixes').get(Number(id));
    return row && prefixPage(row, store);
  }
  if (kind === 'ipam/ip-addresses') {
    const row = store.table('addresses').get(Number(id));
    return row && addressPage(row, store);
  }
  if (kind === 'virtualization/virtual-machines') {
    const row = store.table('virtualMachines').get(Number(id));
    return row && virtualMachinePage(row, store);
  }
  return undefined;
}
