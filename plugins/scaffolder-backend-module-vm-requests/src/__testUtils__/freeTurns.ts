import { AtlantisTurns } from '@backlot/atlantis-client';

/** Of an Atlantis that nobody else asks for anything. */
export const freeTurns: AtlantisTurns = {
  take: async () => ({ end: async () => {} }),
};
