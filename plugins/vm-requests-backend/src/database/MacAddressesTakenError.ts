import { ConflictError } from '@backstage/errors';

/** Of the MAC addresses that were to choose from, too few were free when the request was opened. */
export class MacAddressesTakenError extends ConflictError {}
