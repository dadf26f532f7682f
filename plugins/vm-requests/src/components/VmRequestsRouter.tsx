import { Route, Routes, useParams } from 'react-router-dom';
import { FailedTaskPage } from './FailedTaskPage';
import { NotFoundPage } from './NotFoundPage';
import { RequestPage } from './RequestPage';
import { RequestsPage } from './RequestsPage';

const RequestRoute = () => {
  const { id = '' } = useParams();
  return <RequestPage key={id} id={id} />;
};

const FailedTaskRoute = () => {
  const { taskId = '' } = useParams();
  return <FailedTaskPage key={taskId} taskId={taskId} />;
};

/** The list of requests, each request's page, and what became of tasks that opened none. */
export const VmRequestsRouter = () => (
  <Routes>
    <Route path="/" element={<RequestsPage />} />
    <Route path="/tasks/:taskId" element={<FailedTaskRoute />} />
    <Route path="/:id" element={<RequestRoute />} />
    <Route path="*" element={<NotFoundPage />} />
  </Routes>
);
