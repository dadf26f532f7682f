const KEY = 'backlot-lab-person';

/** Remembered for this browser, so that a reload does not ask again. */
export const chosenPerson = {
  get: () => window.localStorage.getItem(KEY) ?? undefined,
  set: (name: string) => window.localStorage.setItem(KEY, name),
  forget: () => window.localStorage.removeItem(KEY),
};
