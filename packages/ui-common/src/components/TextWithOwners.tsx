import { Fragment } from 'react';
import { EntityRefLink } from '@backstage/plugin-catalog-react';

/** A full entity ref of a person or group; a dot that ends a sentence is no part of it. */
const ownerRef =
  /\b((?:user|group):[a-z0-9](?:[-a-z0-9]*[a-z0-9])?\/[a-z0-9](?:[-_.a-z0-9]*[a-z0-9])?)/i;

/**
 * Words in which refs of people and groups are links that carry their titles.
 *
 * @public
 */
export const TextWithOwners = ({ text }: { text: string }) => (
  <>
    {text.split(ownerRef).map((part, index) =>
      // A capturing group's matches are every second part.
      index % 2 === 1 ? (
        <EntityRefLink key={`${index} ${part}`} entityRef={part} />
      ) : (
        <Fragment key={`${index} ${part}`}>{part}</Fragment>
      ),
    )}
  </>
);
