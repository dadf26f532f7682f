import { serviceContent, userSession } from '../properties/serviceProperties';
import { textOf } from '../soap/SoapElement';
import { Operation, sessionOf } from './Operation';

const fixedTypes: Record<string, string> = {
  'group-d1': 'Folder',
  propertyCollector: 'PropertyCollector',
};

/** Logging in and out, and what is asked before. */
export const sessionOperations: Record<string, Operation> = {
  RetrieveServiceContent: ({ instanceUuid, model }) =>
    serviceContent.element(
      'returnval',
      { type: 'ServiceInstance', ref: 'ServiceInstance', instanceUuid },
      { store: model.store, typeOf: ref => fixedTypes[ref] ?? ref },
    ),

  Login: call => {
    const { sessions, request, model } = call;
    const session = sessions.login(
      textOf(request, 'userName') ?? '',
      textOf(request, 'password') ?? '',
    );
    call.setCookie(sessions.cookie(session));
    return userSession.element(
      'returnval',
      { type: 'SessionManager', ref: 'SessionManager', session },
      { store: model.store, typeOf: ref => session.typeOf(ref) },
    );
  },

  Logout: call => {
    call.sessions.logout(sessionOf(call));
    return '';
  },

  CurrentTime: call => {
    sessionOf(call);
    return `<returnval>${new Date().toISOString()}</returnval>`;
  },
};
