/**
 * The id of a job, from the address of its page. Everything else of the address is left aside:
 * whoever may set a commit status could have written it.
 *
 * @internal
 */
export function jobIdOf(url: string | undefined): string | undefined {
  return /\/jobs\/([0-9A-Za-z-]{1,64})\/?$/.exec(url ?? '')?.[1];
}
