/**
 * The secrets of a lab. They are made at its first start and kept with its state; none of them is
 * the same in two labs.
 *
 * @public
 */
export interface LabCredentials {
  vcenter: {
    /** The administrator's. */
    username: string;
    password: string;
    /** May power machines and take snapshots of them. */
    operator: { username: string; password: string };
    /** Sees everything, changes nothing. */
    reader: { username: string; password: string };
  };
  netbox: {
    /** The administrator's. */
    token: string;
    /** Sees everything, changes nothing. */
    readOnlyToken: string;
    /** May do what Backlot needs, and no more. */
    leastPrivilegeToken: string;
  };
  forge: {
    /** May write. */
    token: string;
    /** Atlantis' own. */
    atlantisToken: string;
    readOnlyToken: string;
  };
  atlantis: { apiSecret: string };
  /** With which Atlantis asks the ledger before it applies. */
  gateToken: string;
}
