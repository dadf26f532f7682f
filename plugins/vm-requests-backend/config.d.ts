import { HumanDuration } from '@backstage/types';

export interface Config {
  /** Requests for virtual machines. */
  vmRequests?: {
    /**
     * Infrastructure repository on the forge, as `owner/name`, of the stack `default`. Left out where
     * `stacks` has all there are.
     */
    repository?: string;
    /** Branch that pull requests are made to, in the stack `default`; `main` by default. */
    baseBranch?: string;
    /**
     * Directory of a machine in the repository of the stack `default`, with `{environment}` and
     * `{name}`; `vms/{environment}/{name}` by default.
     */
    directory?: string;
    /** Where machines are written down and made, by name, beside the stack `default`. */
    stacks?: {
      [name: string]: {
        /** As people call it; its name by default. */
        title?: string;
        /** Name of one of `gitForges`; `default`, which is `gitForge`, by default. */
        forge?: string;
        /** As `owner/name` on that forge. */
        repository: string;
        /** `main` by default. */
        baseBranch?: string;
        /** `vms/{environment}/{name}` by default. */
        directory?: string;
        /** Name of one of `atlantisServers`; `default`, which is `atlantis`, by default. */
        atlantis?: string;
        /** Terraform's workspace; `default` by default. */
        workspace?: string;
        /** Name of one of `terraformRender.backends`; `terraformRender.backend` by default. */
        backend?: string;
        /**
         * Subject of the token that its Atlantis asks the gate with, as `backend.auth.externalAccess`
         * has it; any that may use the gate by default.
         */
        gateSubject?: string;
      };
    };
    /**
     * Terraform's source of the module of new machines whose blueprint names none, with a tag:
     * `…?ref=<tag>`. Machines that are there keep theirs.
     */
    moduleSource?: string;
    /**
     * Terraform's provider of new machines whose blueprint names none. Machines that are there keep
     * theirs.
     */
    provider?: {
      /** E.g. `vmware/vsphere`. */
      source: string;
      /** One version, such as `1.26.0`: another may restart machines. */
      version: string;
      /**
       * Text of `.terraform.lock.hcl`, which must name that version and the hashes of its packages;
       * `$file` reads it from a file. Without it Terraform takes any package of that version.
       */
      lockFile?: string;
    };
    /** What machines are made of, by name; one, `rhel9-vm`, by default. */
    blueprints?: {
      [name: string]: {
        /** As people call it. */
        title: string;
        /** Family of the operating system, e.g. `linux`. */
        family?: string;
        /** As `vmRequests.moduleSource`, in its place. */
        moduleSource?: string;
        /** As `vmRequests.provider`, in its place. */
        provider?: {
          source: string;
          version: string;
          lockFile?: string;
        };
        /** Which templates fit: those that fit all that is given; `*` stands for any text. */
        templates?: {
          names?: string[];
          /** How the source calls their operating system, e.g. `rhel9_64Guest`. */
          guestIds?: string[];
          /** Paths of their folders, below the datacenter's machines. */
          folders?: string[];
        };
        name?: {
          /** Longest name of a machine; 63 by default. */
          maxLength: number;
        };
        /** Who signs in; the environment's `access` by default. */
        access?: {
          /** How the guest is told, in a word of the Terraform module, e.g. `cloud-init`. */
          mechanism: string;
          user: string;
          /** Whether requesters give SSH public keys; true by default. */
          sshKeys?: boolean;
          /** With `{user}`, `{address}` and `{fqdn}`; `ssh {user}@{address}` by default. */
          signIn?: string;
        };
        /** Entity ref of the template by which machines that nobody requested are adopted as its own. */
        adoptTemplate?: string;
        /** Names of the skeleton's outputs that say which machine was made. */
        outputs?: {
          /** Of the provider's id; `moid` by default. */
          id?: string;
          /** Of the instance UUID; none by default. */
          instanceUuid?: string;
        };
        /** In place of the environment's. */
        sizes?: {
          [name: string]: {
            title: string;
            cpus: number;
            memoryMib: number;
            diskGib?: number;
          };
        };
        /** Disks that each machine has beside the first. */
        disks?: Array<{
          sizeGib: number;
          /** Where the guest mounts it from its first boot on, e.g. `/srv/data`; without it, it stays empty. */
          mountPoint?: string;
          /** Only with a mount point; `xfs` by default. */
          fileSystem?: 'xfs' | 'ext4';
        }>;
        /** What the steps of the software template are given; no secrets. */
        values?: { [name: string]: unknown };
      };
    };
    /** Template that follows approval; `template:default/rhel9-vm-apply` by default. */
    applyTemplate?: string;
    /**
     * How long an address that was given back stays deprecated before it is deleted; 24 hours by
     * default.
     */
    quarantine?: HumanDuration | string;
    /**
     * What the MAC addresses of new machines are drawn from, both ends included:
     * `00:50:56:00:00:00` to `00:50:56:3f:ff:ff` by default, which vCenter takes as static
     * addresses. Both ends have the same first octet. A changed range changes no machine that there
     * is.
     */
    macAddresses?: {
      from: string;
      to: string;
    };
    /**
     * Entity refs of the groups or users who run the platform: they are told of requests that stand
     * still and of peers that do not answer. Nobody by default.
     */
    platformTeam?: string[];
    attempts?: {
      /**
       * How long a scaffolder task may be without a sign of life before it counts as gone; 60
       * seconds by default. Keep it above `scaffolder.taskRecovery.staleTimeout`, so that a task
       * that the scaffolder recovers goes on by itself.
       */
      lease?: HumanDuration | string;
      /** How often the apply template starts for a request before a person is asked; 3 by default. */
      limit?: number;
    };
    batches?: {
      /** How many requests of a batch are being prepared at once; 4 by default. */
      atOnce?: number;
    };
    /** How long a plan waits for a decision; 14 days by default. */
    expiry?: HumanDuration | string;
    /** How long room is kept for a machine that does not exist yet; 24 hours by default. */
    reservation?: HumanDuration | string;
    /**
     * How long one call looks for a new machine in the inventory before it answers that it is not
     * there yet; 20 seconds by default.
     */
    machineWait?: HumanDuration | string;
    streams?: {
      /**
       * How many live views of requests and of their logs one person may have open in a replica; 20
       * by default. A page that is looked at takes two, one in the background only that of its log.
       */
      maxPerPerson?: number;
    };
    /** How long what belongs to requests that have ended is kept. */
    retention?: {
      /** Logs of plan and apply; 90 days by default. */
      logs?: HumanDuration | string;
      /** The history; for ever by default. */
      events?: HumanDuration | string;
      /**
       * What was done beside the states, such as giving back and notifications; 30 days by default.
       */
      effects?: HumanDuration | string;
    };
    /**
     * How old a plan may be when the time of its approved request comes; an older one is made anew; 24
     * hours by default.
     */
    planAge?: HumanDuration | string;
    /** What is allowed, and who decides. */
    policy: {
      /** What a machine's name is unique in: the whole site, which is the default, or its DNS domain. */
      nameScope?: 'site' | 'domain';
      /** Time zone in whose days machines end, such as `Europe/Berlin`; UTC by default. */
      timeZone?: string;
      /** When requests may ask to be applied. */
      start?: {
        /** How far ahead; 14 days by default. */
        atMost?: HumanDuration | string;
      };
      environments: {
        [name: string]: {
          title: string;
          approval: {
            /** Whether a person decides; otherwise policy approves every plan. */
            required: boolean;
            /** Entity refs of the groups whose members decide; never on their own requests. */
            approvers?: string[];
          };
          sites: Array<{
            /** Name of a source of the inventory. */
            source: string;
            /** Name in the inventory. */
            datacenter: string;
            title?: string;
            /** Names of the clusters that are allowed. */
            clusters: string[];
            networks: Array<{
              /** Name in the inventory. */
              name: string;
              /** IPv4 prefix in CIDR notation; it is in NetBox and no container. Without it, no IPv4 addresses. */
              prefix?: string;
              /** Gateway of the prefix, and only with it; it is an address record in NetBox, so that it is not handed out. */
              gateway?: string;
              /** The same of IPv6; without it, no IPv6 addresses. A network has one of both, or both. */
              ipv6?: { prefix: string; gateway: string };
              dnsServers?: string[];
              domain: string;
            }>;
            /** Names of the templates that are allowed; `*` stands for any text, and is the default. */
            templates?: string[];
            /** Path of a folder below the datacenter's machines; the top by default. */
            folder?: string;
          }>;
          /** Names of the blueprints that may be requested; all by default. */
          blueprints?: string[];
          /**
           * Names of the stacks that new machines may live in, the first unless another is chosen; the default
           * one, or the only one, by default.
           */
          stacks?: string[];
          /** Of machines whose blueprint has none of its own. */
          sizes?: {
            [name: string]: {
              title: string;
              cpus: number;
              memoryMib: number;
              /** First disk; 0, the default, keeps the template's size. */
              diskGib?: number;
            };
          };
          limits: {
            cpus: number;
            memoryMib: number;
            /** All disks together. */
            diskGib: number;
            /** Living machines and open requests of one owner; without it, any number. */
            machinesPerOwner?: number;
            /** How many can be requested with one form; 10 by default, 100 at the most. */
            machinesAtOnce?: number;
            /** Network cards of one machine, 10 at most; 1 by default. */
            networkCards?: number;
          };
          /** What `{env}` stands for in names of several machines; the environment's name by default. */
          nameCode?: string;
          /** What owners do to their machines without a request; operators of the inventory may do it anyway. */
          operations?: {
            /** Power them on and off, restart and suspend them; true by default. */
            power?: boolean;
            /** Take, revert to and delete snapshots of them; true by default. */
            snapshots?: boolean;
          };
          /** Who signs in to machines whose blueprint does not say it. */
          access?: {
            /** How the guest learns of its user and keys. */
            mechanism: string;
            user: string;
            sshKeys?: boolean;
            signIn?: string;
          };
          /** How long machines last; without it they have no end date. */
          lease?: {
            /**
             * How long a machine lasts from the day that it is made; it ends at the end of a day.
             */
            duration: HumanDuration | string;
            /** How long it lasts at the most; without it, as long as it is extended. */
            atMost?: HumanDuration | string;
            extension?: {
              /** How far ahead of the day the end can be put; as far as `duration` by default. */
              upTo?: HumanDuration | string;
              /** Whether the environment's approvers decide on extensions; false by default. */
              approval?: boolean;
            };
            /**
             * How long before its end owner and requester are told; 14 days, 3 days and 1 day by
             * default.
             */
            warnings?: Array<HumanDuration | string>;
            /**
             * How long a machine that has ended stays, switched off, before its decommissioning is
             * requested; 7 days by default.
             */
            grace?: HumanDuration | string;
          };
          /** Who requests machines for others; without it nobody but for their own groups. */
          onBehalf?: {
            /** Entity refs of users, and of groups whose members do. */
            by: string[];
          };
          /** When something may be applied; at any time by default. */
          windows?: Array<{
            /** Days on which it begins; all by default. */
            days?: Array<'mon' | 'tue' | 'wed' | 'thu' | 'fri' | 'sat' | 'sun'>;
            /** Time of day, such as `20:00`. */
            from: string;
            /** At or before `from`: of the next day. */
            to: string;
            /** That of the policy by default. */
            timeZone?: string;
            /** Kinds of operations that it binds; all that Terraform applies by default. */
            operations?: string[];
          }>;
          /** When nothing may be applied, whatever the windows say. */
          freezes?: Array<{
            /** Such as `2026-12-18T18:00`. */
            from: string;
            to: string;
            /** People read it. */
            reason: string;
            /** That of the policy by default. */
            timeZone?: string;
            /** Kinds of operations that it binds; all that Terraform applies by default. */
            operations?: string[];
          }>;
          /** How machines get another owner. */
          transfer?: {
            /**
             * Who has to agree: `new-owner`, the default, is somebody of the new owner, unless whoever
             * asks belongs to it; `approvers` are the environment's; or `nobody`.
             */
            acceptedBy?: 'new-owner' | 'approvers' | 'nobody';
          };
          guest?: {
            /**
             * How long the guest of a new machine may take to report its address, before people are
             * told that it has not; 15 minutes by default.
             */
            reportWithin?: HumanDuration | string;
          };
        };
      };
    };
  };
}
