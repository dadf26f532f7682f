/** Virtual CPUs as people say them. */
export function formatCpus(cpus: number): string {
  return `${cpus.toLocaleString('en-US')} vCPU`;
}
