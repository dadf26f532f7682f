/**
 * One step of a connection test.
 *
 * @public
 */
export interface ConnectionStep {
  /** E.g. `reachable`, `token`, `version`, or `repository platform/infrastructure`. */
  name: string;
  /** For people. */
  title: string;
  /** Whether it is as it must be; a step that was not tried is not. */
  ok: boolean;
  /** What was seen, e.g. the version. */
  detail?: string;
  /** What is wrong, in the forge's words where it said some. */
  error?: string;
  /** What to do about it. */
  remedy?: string;
}
