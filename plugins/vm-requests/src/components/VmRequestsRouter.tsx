import { Route, Routes, useParams } from 'react-router-dom';
import { NotFoundPage } from './NotFoundPage';
import { RequestPage } from './RequestPage';
import { RequestsPage } from './RequestsPage';

const RequestRoute = () => {
  const { id = '' } = useParams();
  return <RequestPage key={id} id={id} />;
};

/** The list of requests, and each request's page. */
export const VmRequestsRouter = () => (
  <Routes>
    <Route path="/" element={<RequestsPage />} />
    <Route path="/:id" element={<RequestRoute />} />
    <Route path="*" element={<NotFoundPage />} />
  </Routes>
);
