import { parseFilterSpec } from '../collector/FilterSpec';
import {
  child,
  children,
  integerOf,
  SoapElement,
  textOf,
} from '../soap/SoapElement';
import { notAuthenticated } from '../soap/VimFault';
import { Call, Operation, returnReference, sessionOf } from './Operation';

/** The answer to a read without a session where the lab is told not to answer with a fault. */
function readWithoutSession(call: Call, specs: SoapElement[]): string {
  if (call.sessions.expiredAnswer === 'fault') {
    throw notAuthenticated();
  }
  if (call.sessions.expiredAnswer === 'empty') {
    return '';
  }
  const objects = specs.flatMap(spec => {
    const { properties, objects: starts } = parseFilterSpec(spec);
    return starts.flatMap(({ ref }) => {
      const object = call.model.store.get(ref);
      const missing = properties
        .filter(({ type }) => type === object?.type)
        .flatMap(({ paths }) => paths)
        .map(
          path =>
            `<missingSet><path>${path}</path><fault>${notAuthenticated().localized()}</fault></missingSet>`,
        );
      return object
        ? `<objects><obj type="${object.type}">${ref}</obj>${missing.join(
            '',
          )}</objects>`
        : [];
    });
  });
  return objects.length > 0 ? `<returnval>${objects.join('')}</returnval>` : '';
}

/** Reading properties and waiting for changes. */
export const collectorOperations: Record<string, Operation> = {
  RetrievePropertiesEx: call => {
    const { request, session } = call;
    const specs = children(request, 'specSet');
    if (!session) {
      return readWithoutSession(call, specs);
    }
    return session
      .collector(call.self)
      .retrieve(
        specs.map(parseFilterSpec),
        integerOf(child(request, 'options'), 'maxObjects'),
      );
  },

  ContinueRetrievePropertiesEx: call => {
    if (!call.session) {
      return readWithoutSession(call, []);
    }
    return call.session
      .collector(call.self)
      .continueRetrieval(textOf(call.request, 'token') ?? '');
  },

  CancelRetrievePropertiesEx: call => {
    sessionOf(call)
      .collector(call.self)
      .cancelRetrieval(textOf(call.request, 'token') ?? '');
    return '';
  },

  CreatePropertyCollector: call =>
    returnReference('PropertyCollector', sessionOf(call).createCollector()),

  DestroyPropertyCollector: call => {
    sessionOf(call).destroyCollector(call.self);
    return '';
  },

  CreateFilter: call => {
    const spec = child(call.request, 'spec');
    return returnReference(
      'PropertyFilter',
      sessionOf(call).createFilter(
        call.self,
        parseFilterSpec(spec ?? call.request),
      ),
    );
  },

  DestroyPropertyFilter: call => {
    sessionOf(call).destroyFilter(call.self);
    return '';
  },

  WaitForUpdatesEx: call => {
    const options = child(call.request, 'options');
    return sessionOf(call)
      .collector(call.self)
      .waitForUpdates(
        textOf(call.request, 'version') ?? '',
        {
          maxWaitSeconds: integerOf(options, 'maxWaitSeconds'),
          maxObjectUpdates: integerOf(options, 'maxObjectUpdates'),
        },
        call.signal,
      );
  },

  CancelWaitForUpdates: call => {
    sessionOf(call).collector(call.self).cancelWait();
    return '';
  },
};
