/**
 * A vCenter that the suite is run against, real or of the lab. It needs a dozen machines that are
 * on, with two of them in the same folder, a cluster and a host.
 *
 * @public
 */
export interface VCenterUnderTest {
  /** Without `/sdk`. */
  url: string;
  /** Certificate authority, PEM. */
  ca: string;
  username: string;
  password: string;
  /** May power machines and take snapshots of them, and read. */
  operator: { username: string; password: string };
  /** May read, and nothing else. */
  reader: { username: string; password: string };
  close(): Promise<void>;
}

/**
 * In what vCenters are known to differ.
 *
 * @public
 */
export interface VCenterDifferences {
  /**
   * Objects in a page for a client that names no number; undefined for all. VMware's gives 100,
   * govmomi's simulator all.
   */
  pageSize?: number;
  /**
   * Announces reconfigured CPU and memory, MarkAsTemplate, and an address that goes with
   * power-off. The simulator announces none of them.
   */
  announcesAll: boolean;
  /** A complete version can be asked for again. The simulator has but one version. */
  repeatsVersions: boolean;
  /** Refuses a version that it never gave. The simulator takes any. */
  refusesUnknownVersions: boolean;
  /**
   * Answers a read of a property that the type does not have with a fault. The simulator says so
   * in the missingSet of each object.
   */
  refusesUnknownProperties: boolean;
  /** Sums up a cluster's usable memory in MB. The simulator does it in bytes. */
  effectiveMemoryInMb: boolean;
  /** Leaves `returnval` out when nothing is selected. The simulator leaves it empty. */
  leavesOutEmptyResults: boolean;
  /**
   * Refuses a machine's name that another in the folder has, and escapes `/` and `\` in it. The
   * simulator refuses for another reason, and escapes nothing.
   */
  handlesNames: boolean;
  /**
   * Says of a machine that is on when it was powered on, and what VMware Tools report. The simulator
   * has neither.
   */
  knowsTheGuest: boolean;
  /**
   * Gives a machine that is reverted the power that its snapshot has. The simulator leaves it as it
   * is.
   */
  revertsPower: boolean;
}

/**
 * VMware's own.
 *
 * @public
 */
export const noDifferences: VCenterDifferences = {
  pageSize: 100,
  announcesAll: true,
  repeatsVersions: true,
  refusesUnknownVersions: true,
  refusesUnknownProperties: true,
  effectiveMemoryInMb: true,
  leavesOutEmptyResults: true,
  handlesNames: true,
  knowsTheGuest: true,
  revertsPower: true,
};

/**
 * govmomi's simulator 0.56.
 *
 * @public
 */
export const simulatorDifferences: VCenterDifferences = {
  pageSize: undefined,
  announcesAll: false,
  repeatsVersions: false,
  refusesUnknownVersions: false,
  refusesUnknownProperties: false,
  effectiveMemoryInMb: false,
  leavesOutEmptyResults: false,
  handlesNames: false,
  knowsTheGuest: false,
  revertsPower: false,
};
