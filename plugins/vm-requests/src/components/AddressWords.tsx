import { Fragment } from 'react';
import { Link } from '@backstage/ui';
import { RequestAddress } from '@backlot/plugin-vm-requests-common';

type Address = Pick<RequestAddress, 'address' | 'prefixLength' | 'url'>;

const OneAddress = ({ address, prefixLength, url }: Address) => {
  const words = `${address}/${prefixLength}`;
  return url ? (
    <Link href={url} target="_blank">
      {words}
    </Link>
  ) : (
    <>{words}</>
  );
};

/** All addresses of a machine, one a line, each but those of the first card with its network card. */
export const AddressWords = (props: {
  address: Address & Pick<RequestAddress, 'others'>;
}) => {
  const { others = [], ...first } = props.address;
  return (
    <>
      <OneAddress {...first} />
      {others.map(other => (
        <Fragment key={other.key}>
          <br />
          <OneAddress {...other} />
          {other.gateway === undefined &&
            ` (${other.interface}, ${other.network})`}
        </Fragment>
      ))}
    </>
  );
};
