import { gte } from 'semver';

/**
 * What a version of Terraform's provider does otherwise than 1.26.0 with what it is told.
 *
 * @public
 */
export interface ProviderFeatures {
  /** 0 cores per socket leave the number to vSphere (#2636 in the provider's CHANGELOG, 2.16.0). */
  automaticCoresPerSocket: boolean;
  /**
   * On vSphere 7.0 U1 and newer `sync_time_with_host` is the time at start and resume, and no longer
   * the periodical one (#1431, 2.0.2).
   */
  syncTimeAtStart: boolean;
  /**
   * A disk that is imported keeps vCenter's label for it, where 1.26.0 calls it `disk0` and so on. Seen
   * with 2.16.1.
   */
  importsDiskLabels: boolean;
}

/**
 * @param providerVersion - exact, e.g. `1.26.0`
 * @public
 */
export function providerFeatures(providerVersion: string): ProviderFeatures {
  return {
    automaticCoresPerSocket: gte(providerVersion, '2.16.0'),
    syncTimeAtStart: gte(providerVersion, '2.0.2'),
    importsDiskLabels: gte(providerVersion, '2.0.0'),
  };
}
