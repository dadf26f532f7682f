import { JsonRecord } from '@backlot/plugin-vm-requests-common';
import { SeenMachine } from '@backlot/plugin-vm-requests-node';

/** An object of a source. */
export interface Named {
  id: string;
  name: string;
}

/** A network card of a machine that stands. */
export interface StandingCard {
  /** As its source names it, e.g. `Network adapter 1`. */
  label: string;
  /** What the guest takes it for, in lower case, e.g. `vmxnet3`. */
  adapterType: string;
  /** In lower case, with colons. */
  macAddress?: string;
  network?: Named;
  /** IPv4 and IPv6, as the guest reports them. */
  addresses: string[];
}

/** A machine as its source has it now, with all that Terraform has to be told of it. */
export interface StandingMachine {
  machine: SeenMachine & {
    /** BIOS UUID, by which Terraform's provider knows it once it is imported. */
    uuid?: string;
    /** Whether its source reaches it. */
    connected: boolean;
  };
  /** Whether the source is followed live. */
  live: boolean;
  datacenter?: Named & {
    /** Names of the folders that it is in, from the top. */
    folders: string[];
  };
  cluster?: Named;
  resourcePool?: Named & { vApp: boolean };
  datastores: Named[];
  /** Absent for a machine that lies in none, as in a vApp. */
  folder?: { id: string; path: string; names: string[] };
  cards: StandingCard[];
  snapshots: string[];
  /** What somebody wrote about it in its source. */
  note?: string;
  /** In the words of its hypervisor; absent where its source does not know its configuration. */
  hardware?: JsonRecord;
  /** Why it cannot be managed with the given version of Terraform's provider, in words. */
  problems: string[];
}
