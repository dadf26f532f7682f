/** Why routes refuse, where it is the same for several. */
export const invalid =
  'What was sent is not as it should be; the message names the field';
export const denied =
  'The caller lacks the permission, or has it not for this request';
export const notFound = 'There is no such request';
export const unfit = 'The request is not where this can be done';
