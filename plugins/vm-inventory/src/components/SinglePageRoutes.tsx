import { ReactNode } from 'react';
import { Route, Routes } from 'react-router-dom';
import { RouteRef, useRouteRef } from '@backstage/core-plugin-api';
import { PageNotFound } from '@backlot/ui-common';

/** A page without pages below it. */
export const SinglePageRoutes = (props: {
  routeRef: RouteRef<undefined>;
  title: string;
  children: ReactNode;
}) => {
  const { routeRef, title, children } = props;
  const href = useRouteRef(routeRef)();
  return (
    <Routes>
      <Route path="/" element={children} />
      <Route path="*" element={<PageNotFound to={{ href, title }} />} />
    </Routes>
  );
};
