import { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { z } from 'zod';

const peopleSchema = z
  .array(
    z.object({
      name: z.string().min(1),
      displayName: z.string().min(1),
      email: z.email(),
      role: z.string(),
    }),
  )
  .min(1);

/**
 * Somebody that one can sign in as.
 *
 * @public
 */
export interface LabPerson {
  /** Name of the User entity. */
  name: string;
  displayName: string;
  email: string;
  /** What the sign-in page says of them. */
  role: string;
}

/**
 * Reads `people` of the provider's configuration.
 *
 * @throws InputError when there is none, or one lacks something
 * @internal
 */
export function readPeople(config: Config): LabPerson[] {
  const parsed = peopleSchema.safeParse(config.getOptional('people') ?? []);
  if (!parsed.success) {
    throw new InputError(
      `auth.providers.lab.people: ${z.prettifyError(parsed.error)}`,
    );
  }
  return parsed.data;
}
