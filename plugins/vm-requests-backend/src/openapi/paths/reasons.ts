/** Why routes refuse, where it is the same for several. */
export const invalid = 'The input is not valid; the message names the field';
export const denied = 'The caller does not have the permission';
export const deniedOnRequest = `${denied}, or not on this request`;
export const notFound = 'There is no such request';
export const unfit = 'The request is not in a state that allows it';
