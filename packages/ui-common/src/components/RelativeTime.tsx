import { useEffect, useState } from 'react';
import { DateTime } from 'luxon';

/**
 * A moment as people say it, with the exact one on hover.
 *
 * @public
 */
export const RelativeTime = (props: {
  /** ISO 8601. */
  at: string;
}) => {
  const moment = DateTime.fromISO(props.at);
  const [, setTick] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => setTick(tick => tick + 1), 10_000);
    return () => clearInterval(timer);
  }, []);

  if (!moment.isValid) {
    return <span>unknown</span>;
  }
  const justNow = Math.abs(moment.diffNow('seconds').seconds) < 10;
  return (
    <time
      dateTime={props.at}
      title={moment.toLocaleString(DateTime.DATETIME_FULL_WITH_SECONDS)}
    >
      {justNow ? 'just now' : moment.toRelative()}
    </time>
  );
};
