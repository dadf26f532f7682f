import { Route, Routes, useParams } from 'react-router-dom';
import { useRouteRef } from '@backstage/core-plugin-api';
import { PageNotFound } from '@backlot/ui-common';
import { rootRouteRef } from '../routes';
import { BatchesPage } from './BatchesPage';
import { BatchPage } from './BatchPage';
import { AdoptionPage } from './AdoptionPage';
import { FailedTaskPage } from './FailedTaskPage';
import { MachinesPage } from './MachinesPage';
import { RequestPage } from './RequestPage';
import { RequestsPage } from './RequestsPage';

const RequestRoute = () => {
  const { id = '' } = useParams();
  return <RequestPage key={id} id={id} />;
};

const BatchRoute = () => {
  const { id = '' } = useParams();
  return <BatchPage key={id} id={id} />;
};

const FailedTaskRoute = () => {
  const { taskId = '' } = useParams();
  return <FailedTaskPage key={taskId} taskId={taskId} />;
};

const NotFoundRoute = () => {
  const href = useRouteRef(rootRouteRef)();
  return <PageNotFound to={{ href, title: 'See all requests' }} />;
};

/** The lists of requests and batches, each request's and each batch's page, and what became of tasks that opened none. */
export const VmRequestsRouter = () => (
  <Routes>
    <Route path="/" element={<RequestsPage />} />
    <Route path="/batches" element={<BatchesPage />} />
    <Route path="/batches/:id" element={<BatchRoute />} />
    <Route path="/machines" element={<MachinesPage />} />
    <Route path="/adopt" element={<AdoptionPage />} />
    <Route path="/tasks/:taskId" element={<FailedTaskRoute />} />
    <Route path="/:id" element={<RequestRoute />} />
    <Route path="*" element={<NotFoundRoute />} />
  </Routes>
);
