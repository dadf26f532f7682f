/**
 * An Atlantis and the forge that it works for, real or of the lab. Its workflow is that of
 * `templates/infrastructure`, and the gate lets everything pass, if there is one.
 *
 * @public
 */
export interface AtlantisUnderTest {
  atlantis: { url: string; apiSecret: string };
  /** A Gitea, or what answers like one, with a token that may write. */
  forge: { url: string; token: string; owner: string; repository: string };
  /**
   * Files of a directory that Terraform can plan and apply, by their path below it.
   *
   * @param name - of the machine or whatever the directory makes; unique among the tests
   */
  project(name: string): Record<string, string>;
}
