import { InputError } from '@backstage/errors';
import { createProxyAuthenticator } from '@backstage/plugin-auth-node';
import { LabPerson, readPeople } from './people';

/**
 * Header in which the sign-in page names the person that was chosen.
 *
 * @public
 */
export const LAB_PERSON_HEADER = 'x-backlot-lab-person';

/**
 * Believes whom the browser says it is: for trying Backlot on one's own machine, and nothing else.
 *
 * @internal
 */
export const labAuthenticator = createProxyAuthenticator({
  async defaultProfileTransform(person: LabPerson) {
    return {
      profile: { email: person.email, displayName: person.displayName },
    };
  },
  initialize({ config }) {
    return { people: readPeople(config) };
  },
  async authenticate({ req }, { people }) {
    const name = req.header(LAB_PERSON_HEADER);
    const person = people.find(candidate => candidate.name === name);
    if (!person) {
      throw new InputError(
        `The lab has no person '${name ?? ''}'. Choose one of ${people
          .map(candidate => candidate.name)
          .join(', ')}.`,
      );
    }
    return { result: person };
  },
});
