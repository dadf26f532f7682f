import { MutableRefObject, ReactNode, useEffect, useRef } from 'react';
import {
  Navigate,
  Route,
  Routes,
  useLocation,
  useNavigationType,
  useParams,
} from 'react-router-dom';
import { useRouteRef } from '@backstage/core-plugin-api';
import { PageNotFound } from '@backlot/ui-common';
import { rootRouteRef } from '../routes';
import { ExplorerPage } from './ExplorerPage/ExplorerPage';
import { recallExplorer } from './ExplorerPage/leftExplorer';
import { MachinePage } from './MachinePage/MachinePage';

/** Where somebody has been since they came to these pages. */
interface Trail {
  /** The entry of the history in which the explorer was last. */
  explorer?: string;
  isOnMachine: boolean;
}

/**
 * The explorer. A link to it from the page of a machine that the explorer led to is the way back:
 * it has filters and place as they were left.
 */
const ExplorerRoute = ({ trail }: { trail: MutableRefObject<Trail> }) => {
  const { key, search } = useLocation();
  const isLink = useNavigationType() === 'PUSH';
  const { explorer, isOnMachine } = trail.current;
  const left =
    isLink && search === '' && isOnMachine && explorer
      ? recallExplorer(explorer)
      : undefined;
  useEffect(() => {
    trail.current = { explorer: key, isOnMachine: false };
  }, [trail, key]);
  return left ? (
    <Navigate
      replace
      to={{ search: left.search }}
      state={{ explorer: left.key }}
    />
  ) : (
    <ExplorerPage />
  );
};

const MachineRoute = (props: {
  trail: MutableRefObject<Trail>;
  cards?: ReactNode[];
}) => {
  const { trail, cards } = props;
  const { source = '', id = '' } = useParams();
  useEffect(() => {
    trail.current = { ...trail.current, isOnMachine: true };
  }, [trail]);
  return (
    <MachinePage
      key={`${source}/${id}`}
      source={source}
      id={id}
      cards={cards}
    />
  );
};

/**
 * The explorer, and each machine's page.
 *
 * @param props - `machineCards` are other plugins' cards
 */
export const VmInventoryRouter = (props: { machineCards?: ReactNode[] }) => {
  const trail = useRef<Trail>({ isOnMachine: false });
  const listPath = useRouteRef(rootRouteRef);
  return (
    <Routes>
      <Route path="/" element={<ExplorerRoute trail={trail} />} />
      <Route
        path="/machines/:source/:id"
        element={<MachineRoute trail={trail} cards={props.machineCards} />}
      />
      <Route
        path="*"
        element={
          <PageNotFound to={{ href: listPath(), title: 'All machines' }} />
        }
      />
    </Routes>
  );
};
