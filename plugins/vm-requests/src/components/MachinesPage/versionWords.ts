/** The tag of a module's source, or the whole where it has none. */
export function tagOf(moduleSource: string): string {
  return /[?&]ref=([^&]*)/.exec(moduleSource)?.[1] ?? moduleSource;
}
