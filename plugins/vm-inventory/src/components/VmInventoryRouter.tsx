import { Route, Routes, useParams } from 'react-router-dom';
import { ExplorerPage } from './ExplorerPage/ExplorerPage';
import { MachinePage } from './MachinePage/MachinePage';

const MachineRoute = () => {
  const { source = '', id = '' } = useParams();
  return <MachinePage key={`${source}/${id}`} source={source} id={id} />;
};

/** The explorer, and each machine's page. */
export const VmInventoryRouter = () => (
  <Routes>
    <Route path="/" element={<ExplorerPage />} />
    <Route path="/machines/:source/:id" element={<MachineRoute />} />
  </Routes>
);
