import { Obstacle } from '@backlot/plugin-vm-requests-common';

/** Something that must be so first is not so yet; recovery looks again. */
export class NotYet extends Error {
  override readonly name = 'NotYet';
  /** What has to change first, where that is more than a moment's matter. */
  readonly obstacle: Obstacle | undefined;

  /** @param message - for whoever may see the request */
  constructor(message: string, obstacle?: Obstacle) {
    super(message);
    this.obstacle = obstacle;
  }
}
