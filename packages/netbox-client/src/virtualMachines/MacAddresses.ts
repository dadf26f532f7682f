import { ConflictError, InputError, NotFoundError } from '@backstage/errors';
import { createOnce } from '../http/createOnce';
import { NetBoxApi } from '../http/NetBoxApi';
import { parseMacAddress } from '../macAddress';
import {
  InterfaceRecord,
  interfaceSchema,
  macAddressSchema,
  macOfInterfaceSchema,
  NetBoxMacAddress,
} from '../records';

const macAddressesPath = '/api/dcim/mac-addresses/';
const interfacesPath = '/api/virtualization/interfaces/';
const deviceInterfacesPath = '/api/dcim/interfaces/';

function checked(macAddress: string): string {
  const parsed = parseMacAddress(macAddress);
  if (!parsed) {
    throw new InputError(
      `"${macAddress}" is not a MAC address. Write it like 00:50:56:1a:2b:3c.`,
    );
  }
  return parsed;
}

/**
 * MAC addresses: records of their own from NetBox 4.2 on, before that a field of the interface.
 *
 * @internal
 */
export class MacAddresses {
  readonly #api: NetBoxApi;

  constructor(api: NetBoxApi) {
    this.#api = api;
  }

  /**
   * Everything that NetBox records of some MAC addresses, which may be more than one record each.
   *
   * @throws InputError if one is no MAC address
   */
  async find(
    macAddresses: string[],
    signal?: AbortSignal,
  ): Promise<NetBoxMacAddress[]> {
    const wanted = macAddresses.map(checked);
    if (wanted.length === 0) {
      return [];
    }
    const call = {
      query: { mac_address: wanted },
      asked: `MAC addresses ${wanted.join(', ')}`,
      signal,
    };
    let found: (NetBoxMacAddress | undefined)[];
    try {
      found = await this.#api.find(macAddressSchema, {
        ...call,
        path: macAddressesPath,
      });
    } catch (error) {
      if (!(error instanceof NotFoundError)) {
        throw error;
      }
      found = [
        ...(await this.#api.find(macOfInterfaceSchema, {
          ...call,
          path: interfacesPath,
        })),
        ...(await this.#api.find(macOfInterfaceSchema, {
          ...call,
          path: deviceInterfacesPath,
        })),
      ];
    }
    return found.filter(
      record => record !== undefined && wanted.includes(record.macAddress),
    ) as NetBoxMacAddress[];
  }

  /**
   * Makes sure that a MAC address is on no other interface than this one.
   *
   * @returns what NetBox records of it
   * @throws ConflictError
   */
  async checkFree(
    macAddress: string,
    interfaceId: number | undefined,
    signal?: AbortSignal,
  ): Promise<NetBoxMacAddress[]> {
    const found = await this.find([macAddress], signal);
    const other = found.find(
      record =>
        record.assignedTo !== undefined &&
        (interfaceId === undefined || record.interfaceId !== interfaceId),
    );
    if (other) {
      throw new ConflictError(
        `NetBox has the MAC address ${other.macAddress} on ${other.assignedTo} (${other.url}) already. Delete that record if it is out of date, or give one of the two another MAC address.`,
      );
    }
    return found;
  }

  /**
   * Makes a MAC address the primary one of an interface. A record that is assigned to nothing is
   * taken, and one is made if there is none.
   *
   * @param found - what `checkFree` found of it
   */
  async ensurePrimary(
    owner: InterfaceRecord,
    macAddress: string,
    found: NetBoxMacAddress[],
    signal?: AbortSignal,
  ): Promise<void> {
    const wanted = checked(macAddress);
    if (owner.macAddress === wanted) {
      return;
    }
    const asked = `record the MAC address ${wanted} of ${owner.name}`;
    const patchInterface = (body: object) =>
      this.#api.patch(interfaceSchema, {
        path: `${interfacesPath}${owner.id}/`,
        body,
        asked,
        signal,
      });
    if (!owner.hasMacRecords) {
      await patchInterface({ mac_address: wanted });
      return;
    }
    const record =
      found.find(({ interfaceId }) => interfaceId === owner.id) ??
      (await this.#assign(found[0], wanted, owner.id, asked, signal));
    await patchInterface({ primary_mac_address: record.id });
  }

  async #assign(
    unassigned: NetBoxMacAddress | undefined,
    macAddress: string,
    interfaceId: number,
    asked: string,
    signal?: AbortSignal,
  ): Promise<NetBoxMacAddress> {
    const assignment = {
      assigned_object_type: 'virtualization.vminterface',
      assigned_object_id: interfaceId,
    };
    if (unassigned) {
      return this.#api.patch(macAddressSchema, {
        path: `${macAddressesPath}${unassigned.id}/`,
        body: assignment,
        asked,
        signal,
      });
    }
    const { record } = await createOnce(
      this.#api,
      macAddressSchema,
      {
        path: macAddressesPath,
        body: { mac_address: macAddress, ...assignment },
        asked,
        signal,
      },
      async () =>
        (
          await this.find([macAddress], signal)
        ).find(made => made.interfaceId === interfaceId),
    );
    return record;
  }
}
