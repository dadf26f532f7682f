/** Name of the lease on a request. */
export function requestLease(id: string): string {
  return `request:${id}`;
}

/** Name of the lease on an effect. */
export function effectLease(id: string): string {
  return `effect:${id}`;
}

/** Name of the lease on removing what machines have left in a repository. */
export function cleanUpLease(repository: string): string {
  return `clean-up:${repository}`;
}

/** Name of the lease on a machine's end date. */
export function machineLease(id: string): string {
  return `machine:${id}`;
}

/** Name of the lease on a batch. */
export function batchLease(id: string): string {
  return `batch:${id}`;
}
